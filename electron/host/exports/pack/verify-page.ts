import { verifierPage } from '#shared/audit/verifier/verifier-page.ts';
import { VERIFY_SCRIPT } from './verify-script.ts';

/** The page in a pack that checks the pack. */
export function verifyPage(): string {
  return verifierPage(PAGE.replace('/*SCRIPT*/', () => VERIFY_SCRIPT));
}

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <!--HEAD-->
    <title>Check a Fairlead pack</title>
    <style>
      #faults {
        color: var(--bad);
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
/*PLAIN_CRYPTO*/
/*SCRIPT*/
    </script>
  </body>
</html>
`;
