import type { ErrorCode, ErrorDetails } from '#shared/kernel/errors.ts';
import { type Catalogue, wordsOf } from '#shared/kernel/words.ts';

type RemedyKey = `remedy.${ErrorCode}`;

/** What helps against most refusals of a code, for those that name nothing better. */
const REMEDIES: { readonly [Key in RemedyKey]?: string } & { readonly 'remedy.otherwise': string } = {
  'remedy.invalid-input': 'Correct it and try again. Nothing was changed.',
  'remedy.not-found': 'It may have been removed meanwhile. Look for it in its list again.',
  'remedy.already-exists': 'Choose another name, or open the one that is there.',
  'remedy.forbidden': 'Ask somebody who may, or an administrator of your site.',
  'remedy.signed-out': 'Sign in and try again.',
  'remedy.rule-broken': 'Look at how it stands now. Nothing was changed.',
  'remedy.stale': 'Look at how it stands now and try again.',
  'remedy.cancelled': 'Start it again if you still want it.',
  'remedy.not-set-up': 'Finish the first-run steps.',
  'remedy.already-set-up': 'Sign in with the account that was made then.',
  'remedy.otherwise': 'Try again. If it happens again, tell your office.',
};

/** Nobody is left with what went wrong and no word on what to do. */
export function withRemedy(details: ErrorDetails): ErrorDetails {
  return details.remedy === undefined ? { ...details, remedy: remedyOf(details.code) } : details;
}

function remedyOf(code: ErrorCode): string {
  const catalogue: Catalogue = REMEDIES;
  const key: RemedyKey = `remedy.${code}`;
  return wordsOf(catalogue, { key: key in REMEDIES ? key : 'remedy.otherwise' });
}
