import type { RecoveryCopy } from '#host/messages.ts';
import { escapeHtml } from '#shared/kernel/escape-html.ts';
import { CONSOLE_ORIGIN } from './console-url.ts';
import type { HostFailure, HostWork } from './host-process.ts';
import { plainPage } from './plain-page.ts';
import { say } from './words.ts';

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
  <h1>${say('recovery.title')}</h1>
  <p role="alert">${escapeHtml(failure.message)}</p>
  <p>${escapeHtml(failure.remedy)}</p>
  ${copiesTable(failure.copies ?? [])}
  <nav>
    <a class="button" href="${RECOVERY_URL}/restart">${say('recovery.restart')}</a>
    <a class="button" href="${RECOVERY_URL}/logs">${say('recovery.logs')}</a>
    <a class="button" href="${RECOVERY_URL}/quit">${say('quit')}</a>
  </nav>
  <p><code>${escapeHtml(failure.code)}</code></p>`);
}

/** While the host works on the store: the page asks again by itself until the console is back. */
export function workPage({ what, done, total }: HostWork): string {
  const percent = total === null || total === 0 ? null : Math.min(99, Math.floor((100 * done) / total));
  const bar =
    percent === null ? '<progress></progress>' : `<progress value="${percent}" max="100"></progress>`;
  return plainPage(
    `
  <h1>${say(`work.${what}.title`)}</h1>
  <p role="status">${say(`work.${what}.text`)}</p>
  <p aria-hidden="true">${bar}${percent === null ? '' : ` ${percent} %`}</p>`,
    { refreshSeconds: 1 },
  );
}

function copiesTable(copies: readonly RecoveryCopy[]): string {
  if (copies.length === 0) return '';
  return `
  <h2>${say('recovery.backups')}</h2>
  <table>
    <thead><tr>
      <th scope="col">${say('recovery.taken')}</th>
      <th scope="col" class="number">${say('recovery.size')}</th>
      <th scope="col">${say('recovery.state')}</th>
      <th scope="col"><span class="hidden">${say('recovery.restore')}</span></th>
    </tr></thead>
    <tbody>${copies.map(copyRow).join('')}</tbody>
  </table>`;
}

function copyRow({ name, kind, state, takenAt, sizeBytes }: RecoveryCopy): string {
  const time = timeText(takenAt);
  const upgrade = kind === 'backup' ? '' : `<br><small>${say('recovery.before-upgrade')}</small>`;
  const stateText = say(`recovery.${state}`);
  const link = `<a class="button" href="${RECOVERY_URL}/confirm/${encodeURIComponent(name)}" aria-label="${say('recovery.restore-of', { time })}">${say('recovery.restore-this')}</a>`;
  return `
    <tr>
      <td>${time}${upgrade}</td>
      <td class="number">${sizeText(sizeBytes)}</td>
      <td>${state === 'good' ? `<span class="good">${stateText}</span>` : stateText}</td>
      <td>${state === 'unreadable' ? '' : link}</td>
    </tr>`;
}

function confirmPage(copy: RecoveryCopy): string {
  return plainPage(`
  <h1>${say('confirm.title')}</h1>
  <p>${say('confirm.backup', { time: timeText(copy.takenAt), size: sizeText(copy.sizeBytes) })} <code>${escapeHtml(copy.name)}</code></p>
  <p>${say('confirm.text')}</p>
  <nav>
    <a class="button primary" href="${RECOVERY_URL}/restore/${encodeURIComponent(copy.name)}">${say('confirm.restore')}</a>
    <a class="button" href="${RECOVERY_URL}">${say('confirm.back')}</a>
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
