import type { Actor } from '../access/can.ts';
import { holdingsOf, type Holding, isPartner } from '../access/reach.ts';
import { COMPANY_WIDE, type Target } from '../access/target.ts';
import { hexOfBytes } from '../sync/hex.ts';

/** For private use, so that no word of a text starts with it: every record has such words, and looking for a word should not meet them. */
const SCOPE_SIGN = '\ue000';

const HOLDER_LETTERS: { readonly [Field in Holding['field']]: string } = {
  organisationId: 'o',
  providerId: 'p',
  teamId: 't',
  ownerId: 'w',
  assigneeId: 'a',
};
// Every field has its letter, so the keys are those fields.
const HOLDER_FIELDS = Object.keys(HOLDER_LETTERS) as Holding['field'][];

/** The site as one word of the index: ids hold signs that would split it. */
export function siteWord(siteId: string): string {
  return `${SCOPE_SIGN}s${hexOf(siteId)}`;
}

export function kindWord(kind: string): string {
  return `${SCOPE_SIGN}k${hexOf(kind)}`;
}

/** A word for each of those whose a record is. */
export function holderWords(target: Target): readonly string[] {
  return HOLDER_FIELDS.flatMap((field) => {
    const value = target[field];
    return value === null || value === undefined || value === '' ? [] : [holderWord({ field, value })];
  });
}

/** Every record within somebody's reach has one of these words. Undefined for those who see sites whole. */
export function reachWords(actor: Actor): readonly string[] | undefined {
  const holdings = holdingsOf(actor);
  if (holdings === undefined || actor.type === 'system') return undefined;
  const seesCompany = actor.type === 'person' && !isPartner(actor);
  return [...holdings.map(holderWord), ...(seesCompany ? [siteWord(COMPANY_WIDE)] : [])];
}

function holderWord({ field, value }: Holding): string {
  return `${SCOPE_SIGN}${HOLDER_LETTERS[field]}${hexOf(value)}`;
}

function hexOf(text: string): string {
  return hexOfBytes(new TextEncoder().encode(text));
}
