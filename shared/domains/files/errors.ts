import { errorsOf } from '../../kernel/error-texts.ts';

/** What no record of a file may be. */
export const fileError = errorsOf('files', {
  'half-a-preview': {
    code: 'rule-broken',
    message: 'A preview is named by its hash and its size together.',
    field: 'previewSizeBytes',
  },
});
