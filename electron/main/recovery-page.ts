import { CSP_NONCE_PLACEHOLDER } from '#shared/kernel/csp.ts';
import { CONSOLE_ORIGIN } from './console-url.ts';
import type { HostFailure } from './host-process.ts';

export const RECOVERY_PATH = '/recovery';
export const RECOVERY_URL = `${CONSOLE_ORIGIN}${RECOVERY_PATH}`;

const ACTIONS = ['restart', 'logs', 'quit'] as const;
export type RecoveryAction = (typeof ACTIONS)[number];

/** The action that a link of the page stands for; undefined for every other address. */
export function recoveryAction(address: string): RecoveryAction | undefined {
  return ACTIONS.find((action) => address === `${RECOVERY_URL}/${action}`);
}

/**
 * Shown when the host can't run: what happened, what is kept, what to do. It is plain text and links, as it
 * must come up when nothing else does; main takes the links for itself instead of following them.
 */
export function recoveryPage(failure: HostFailure): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Fairlead</title>
<style nonce="${CSP_NONCE_PLACEHOLDER}">
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem; }
  nav a { display: inline-block; margin: 1rem 1rem 0 0; }
  code { opacity: 0.7; }
</style>
</head>
<body>
<main>
  <h1>Fairlead can't go on</h1>
  <p role="alert">${escapeHtml(failure.message)}</p>
  <p>${escapeHtml(failure.remedy)}</p>
  <nav>
    <a href="${RECOVERY_URL}/restart">Start again</a>
    <a href="${RECOVERY_URL}/logs">Open the log folder</a>
    <a href="${RECOVERY_URL}/quit">Quit</a>
  </nav>
  <p><code>${escapeHtml(failure.code)}</code></p>
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
