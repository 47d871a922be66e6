import { CSP_NONCE_PLACEHOLDER } from '#shared/kernel/csp.ts';

/** Stands for the theme that the page is shown in. */
export const THEME_PLACEHOLDER = '__THEME__';

/** A page without scripts that main makes itself, for when the console can't be shown. */
export function plainPage(content: string, { refreshSeconds }: { refreshSeconds?: number } = {}): string {
  const refresh =
    refreshSeconds === undefined ? '' : `\n<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return `<!doctype html>
<html lang="en" data-vision="${THEME_PLACEHOLDER}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">${refresh}
<title>Fairlead</title>
<style nonce="${CSP_NONCE_PLACEHOLDER}">
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  :root[data-vision="light"] { color-scheme: light; background: #eef1f4; }
  :root[data-vision="dark"] { color-scheme: dark; background: #0f151b; }
  :root[data-vision="night"] { color-scheme: dark; background: #000; }
  :root[data-vision="night"] body::after { content: ""; position: fixed; inset: 0; background: #f00; mix-blend-mode: multiply; pointer-events: none; }
  body { margin: 0; }
  main { max-width: 44rem; margin: 8vh auto; padding: 0 1.5rem 3rem; }
  h1 { font-size: 1.6rem; line-height: 1.25; }
  h2 { font-size: 1.1rem; margin: 2rem 0 0.5rem; }
  table { width: 100%; border-collapse: collapse; font-size: 0.95rem; }
  th { text-align: left; font-size: 0.85rem; opacity: 0.75; }
  th, td { padding: 0.45rem 0.75rem 0.45rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
  .number { text-align: right; font-variant-numeric: tabular-nums; padding-right: 1.5rem; }
  td:last-child { text-align: right; padding-right: 0; }
  nav { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.75rem 0; }
  .button { display: inline-block; padding: 0.3rem 0.9rem; border: 1px solid color-mix(in srgb, currentColor 40%, transparent); border-radius: 6px; color: inherit; text-decoration: none; }
  .button:hover { background: color-mix(in srgb, currentColor 8%, transparent); }
  .button:focus-visible { outline: 2px solid Highlight; outline-offset: 2px; }
  .primary { background: light-dark(#1857a8, #9cc4f7); border-color: transparent; color: light-dark(#fff, #0b1a2b); }
  .primary:hover { background: light-dark(#13478a, #b9d5f9); }
  .good { color: light-dark(#1c6b3a, #7fd6a0); }
  code { opacity: 0.75; overflow-wrap: anywhere; }
  progress { width: 16rem; max-width: 70%; }
  .hidden { position: absolute; clip-path: inset(50%); }
</style>
</head>
<body>
<main>${content}
</main>
</body>
</html>
`;
}
