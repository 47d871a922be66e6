import { PLAIN_CRYPTO } from './plain-crypto.ts';
import { VERIFY_SCRIPT } from './verify-script.ts';

/** The page in a pack that checks the pack: one file that fetches nothing. */
export function verifyPage(): string {
  return PAGE.replace('/*SCRIPT*/', () => `${PLAIN_CRYPTO}\n${VERIFY_SCRIPT}`);
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <!-- Nothing is fetched and nothing is sent: the pack is read here and stays here. -->
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'" />
    <title>Check a Fairlead pack</title>
    <style>
      :root {
        color-scheme: light dark;
      }
      body {
        max-width: 46rem;
        margin: 3rem auto;
        padding: 0 1.25rem;
        font: 1rem / 1.55 system-ui, sans-serif;
      }
      h1 {
        font-size: 1.4rem;
      }
      #drop {
        display: block;
        margin: 1.5rem 0;
        padding: 2rem 1rem;
        border: 2px dashed;
        border-radius: 6px;
        text-align: center;
      }
      input {
        display: block;
        margin: 0.5rem auto;
        font: inherit;
      }
      #verdict {
        padding: 0.75rem 1rem;
        border-left: 4px solid;
        font-weight: 600;
      }
      #verdict[data-state='valid'] {
        color: light-dark(#14663c, #6fd39c);
      }
      #verdict[data-state='bad'],
      #faults {
        color: light-dark(#a3161a, #ff8f87);
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.25rem 1.25rem;
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    </style>
  </head>
  <body>
    <main>
      <h1>Check a Fairlead pack</h1>
      <p>
        Works without a network; nothing leaves this machine. It checks that every file is the one that the console
        named below listed, and that this console signed the list.
      </p>
      <div id="drop">
        Drop the ZIP here, or choose it, or the folder into which it was unpacked:
        <label>ZIP <input id="file" type="file" accept=".zip" /></label>
        <label>Folder <input id="folder" type="file" webkitdirectory multiple /></label>
      </div>
      <p id="verdict" role="status" hidden></p>
      <ul id="faults"></ul>
      <dl id="facts"></dl>
      <p>
        A signature is worth what you know of its key: ask the company, or its server, for the key of this console, and
        compare. Whoever alters a pack can alter this page as well: to be sure, take the page from a pack that you
        trust, or check the list with tools of your own (SHA256SUMS, Ed25519).
      </p>
    </main>
    <script>
'use strict';
/*SCRIPT*/
    </script>
  </body>
</html>
`;
