import type { IncidentCall } from '../schema/call.ts';

/** What somebody wants who calls. `number`: as written, or the running number alone; null: what they were called for. */
export type CallIntent =
  | { readonly what: 'acknowledge'; readonly number: string | null }
  | { readonly what: 'report'; readonly siteCode: string | null }
  | { readonly what: 'nothing' };

const TITLE_CHARACTERS_MAX = 160;
const ACKNOWLEDGES = /^(?:ack|acknowledge)\b[\s:.#]*(.*)$/is;
const WHOLE_NUMBER = /^[A-Z][A-Z0-9]{1,5}(?:\.\d{1,3})?-INC-\d{4}-\d{4,9}$/;
const RUNNING_NUMBER = /^\d{1,9}$/;
const SITE_PREFIX = /^([A-Za-z][A-Za-z0-9]{1,5})\s*[:,]\s*(\S.*)$/s;
/** The one key that means anything; a number after it names the incident. */
const KEY = /^1(?:\*(\d{1,9}))?#?$/;

/** What was said, or which keys were pressed. */
export function intentOf({ callKind, said }: Pick<IncidentCall, 'callKind' | 'said'>): CallIntent {
  const text = said.trim();
  const pressed = callKind === 'call' ? KEY.exec(text) : null;
  if (pressed !== null) return { what: 'acknowledge', number: pressed[1] ?? null };
  const asked = ACKNOWLEDGES.exec(text);
  if (asked !== null) return acknowledging((asked[1] ?? '').trim().toUpperCase());
  if (!/\p{L}/u.test(text)) return { what: 'nothing' };
  return { what: 'report', siteCode: SITE_PREFIX.exec(text)?.[1]?.toUpperCase() ?? null };
}

/** What a report says at a site: without its code, where it begins with that. Other words before a colon stay. */
export function titleAt(siteCode: string, said: string): string {
  const [, code, rest] = SITE_PREFIX.exec(said.trim()) ?? [];
  return titleIn(code?.toUpperCase() === siteCode && rest !== undefined ? rest : said.trim());
}

function acknowledging(number: string): CallIntent {
  if (number === '') return { what: 'acknowledge', number: null };
  const isNumber = WHOLE_NUMBER.test(number) || RUNNING_NUMBER.test(number);
  return isNumber ? { what: 'acknowledge', number } : { what: 'nothing' };
}

/** The site that a whole number names. */
export function siteCodeIn(number: string | null): string | null {
  return number !== null && WHOLE_NUMBER.test(number) ? (/^[A-Z0-9]+/.exec(number)?.[0] ?? null) : null;
}

/** The first line of it, as far as a title goes. */
function titleIn(text: string): string {
  const line = (text.split('\n')[0] ?? '').replaceAll('\t', ' ').trim();
  if (line.length <= TITLE_CHARACTERS_MAX) return line;
  const cut = line.slice(0, TITLE_CHARACTERS_MAX - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
