import type { RecoveryCopy } from '#host/messages.ts';
import { escapeHtml } from '#shared/kernel/escape-html.ts';
import { CONSOLE_ORIGIN } from './console-url.ts';
import type { HostFailure, HostWork } from './host-process.ts';
import { plainPage } from './plain-page.ts';

export const RECOVERY_PATH = '/recovery';
export const RECOVERY_URL = `${CONSOLE_ORIGIN}${RECOVERY_PATH}`;

const ACTIONS = ['restart', 'logs', 'quit'] as const;
export type RecoveryAction = (typeof ACTIONS)[number] | { readonly restore: string };

/** The action that a link of the page stands for; undefined for every other address. */
export function recoveryAction(address: string): RecoveryAction | undefined {
  const restore = nameBehind(`${RECOVERY_URL}/restore/`, address);
  if (restore !== undefined) return { restore };
  return ACTIONS.find((action) => address === `${RECOVERY_URL}/${action}`);
}

/**
 * The pages of main itself, by path: plain text and links, as they must come up when nothing else does. Main
 * takes the links that do something for itself instead of following them.
 */
export function recoveryPageAt(pathname: string, failure: HostFailure): string | undefined {
  if (pathname === RECOVERY_PATH) return recoveryPage(failure);
  const name = nameBehind(`${RECOVERY_PATH}/confirm/`, pathname);
  const copy = failure.copies?.find((one) => one.name === name);
  return copy === undefined ? undefined : confirmPage(copy);
}

/** What happened, what is kept, what to do. */
export function recoveryPage(failure: HostFailure): string {
  return plainPage(`
  <h1>Fairlead can't go on</h1>
  <p role="alert">${escapeHtml(failure.message)}</p>
  <p>${escapeHtml(failure.remedy)}</p>
  ${copiesTable(failure.copies ?? [])}
  <nav>
    <a class="button" href="${RECOVERY_URL}/restart">Start again</a>
    <a class="button" href="${RECOVERY_URL}/logs">Open the log folder</a>
    <a class="button" href="${RECOVERY_URL}/quit">Quit</a>
  </nav>
  <p><code>${escapeHtml(failure.code)}</code></p>`);
}

/** While the host works on the store: the page asks again by itself until the console is back. */
export function workPage({ what, done, total }: HostWork): string {
  const words = WORK[what];
  const percent = total === null || total === 0 ? null : Math.min(99, Math.floor((100 * done) / total));
  const bar =
    percent === null ? '<progress></progress>' : `<progress value="${percent}" max="100"></progress>`;
  return plainPage(
    `
  <h1>${words.title}</h1>
  <p role="status">${words.text}</p>
  <p aria-hidden="true">${bar}${percent === null ? '' : ` ${percent} %`}</p>`,
    { refreshSeconds: 1 },
  );
}

const WORK = {
  'change-key': {
    title: 'Changing the key of the store',
    text: 'The store and its backups are written again under the new key. Should the power fail now, nothing is lost: the next start goes on with it.',
  },
  restore: {
    title: 'Restoring the store',
    text: 'The backup is read to its end before it takes its place. The damaged file is kept beside it.',
  },
} as const;

function copiesTable(copies: readonly RecoveryCopy[]): string {
  if (copies.length === 0) return '';
  const rows = copies.map(
    (copy) => `
    <tr>
      <td>${timeText(copy.takenAt)}${copy.kind === 'backup' ? '' : '<br><small>before an upgrade</small>'}</td>
      <td class="number">${sizeText(copy.sizeBytes)}</td>
      <td>${STATES[copy.state]}</td>
      <td>${
        copy.state === 'unreadable'
          ? ''
          : `<a class="button" href="${RECOVERY_URL}/confirm/${encodeURIComponent(copy.name)}" aria-label="Restore the backup of ${timeText(copy.takenAt)}">Restore…</a>`
      }</td>
    </tr>`,
  );
  return `
  <h2>Backups</h2>
  <table>
    <thead><tr><th scope="col">Taken</th><th scope="col" class="number">Size</th><th scope="col">State</th><th scope="col"><span class="hidden">Restore</span></th></tr></thead>
    <tbody>${rows.join('')}</tbody>
  </table>`;
}

const STATES = {
  good: '<span class="good">read just now: good</span>',
  unreadable: 'can’t be read',
  unchecked: 'read before it is used',
} as const;

function confirmPage(copy: RecoveryCopy): string {
  return plainPage(`
  <h1>Restore this backup?</h1>
  <p>Taken ${timeText(copy.takenAt)}, ${sizeText(copy.sizeBytes)}: <code>${escapeHtml(copy.name)}</code></p>
  <p>The console goes back to what it held then. What the company server has of later work comes back with the
  next exchange; what had not been sent yet is missing. The file that is there now is kept beside it.</p>
  <nav>
    <a class="button primary" href="${RECOVERY_URL}/restore/${encodeURIComponent(copy.name)}">Restore it now</a>
    <a class="button" href="${RECOVERY_URL}">Back</a>
  </nav>`);
}

function nameBehind(prefix: string, address: string): string | undefined {
  if (!address.startsWith(prefix)) return undefined;
  const name = decoded(address.slice(prefix.length));
  return /^[\w.-]+$/.test(name) ? name : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}

function timeText(iso: string): string {
  return escapeHtml(`${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`);
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
