import type { ErrorCode, ErrorDetails } from '#shared/kernel/errors.ts';

/** What helps against most refusals of a code, for those that name nothing better. */
const REMEDIES: { readonly [Code in ErrorCode]?: string } = {
  'invalid-input': 'Correct it and try again. Nothing was changed.',
  'not-found': 'It may have been removed meanwhile. Look for it in its list again.',
  'already-exists': 'Choose another name, or open the one that is there.',
  forbidden: 'Ask somebody who may, or an administrator of your site.',
  'signed-out': 'Sign in and try again.',
  'rule-broken': 'Look at how it stands now. Nothing was changed.',
  stale: 'Look at how it stands now and try again.',
  cancelled: 'Start it again if you still want it.',
  'not-set-up': 'Finish the first-run steps.',
  'already-set-up': 'Sign in with the account that was made then.',
};

const OTHERWISE = 'Try again. If it happens again, tell your office.';

/** Nobody is left with what went wrong and no word on what to do. */
export function withRemedy(details: ErrorDetails): ErrorDetails {
  return details.remedy === undefined ? { ...details, remedy: REMEDIES[details.code] ?? OTHERWISE } : details;
}
