import { PLAIN_CRYPTO } from './plain-crypto.ts';

/** A page that checks what was exported, made of its own text: one file that fetches nothing, under a policy of its own. */
export function verifierPage(template: string): string {
  return template.replace('<!--HEAD-->', () => HEAD).replace('/*PLAIN_CRYPTO*/', () => PLAIN_CRYPTO);
}

const HEAD = `<meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <!-- Nothing is fetched and nothing is sent: what is chosen is read here and stays here. -->
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'" />
    <style>
      :root {
        color-scheme: light dark;
        --line: light-dark(#c4ccd4, #3c4854);
        --ground: light-dark(#fff, #12181e);
        --text: light-dark(#1a2026, #e6ebf0);
        --muted: light-dark(#52606d, #9aa8b5);
        --good: light-dark(#14663c, #6fd39c);
        --bad: light-dark(#a3161a, #ff8f87);
      }
      body {
        max-width: 46rem;
        margin: 3rem auto;
        padding: 0 1.25rem;
        background: var(--ground);
        color: var(--text);
        font: 1rem / 1.55 system-ui, sans-serif;
      }
      h1 {
        margin: 0 0 0.25rem;
        font-size: 1.4rem;
      }
      p {
        margin: 0 0 1rem;
      }
      .note,
      dt {
        color: var(--muted);
      }
      #drop {
        display: block;
        margin: 1.5rem 0;
        padding: 2.25rem 1rem;
        border: 2px dashed var(--line);
        border-radius: 6px;
        text-align: center;
      }
      input[type='file'] {
        display: block;
        margin: 0.75rem auto 0;
        font: inherit;
      }
      #verdict {
        padding: 0.75rem 1rem;
        border-left: 4px solid var(--line);
        font-weight: 600;
      }
      #verdict[data-state='valid'] {
        border-color: var(--good);
        color: var(--good);
      }
      #verdict[data-state='bad'] {
        border-color: var(--bad);
        color: var(--bad);
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
    </style>`;
