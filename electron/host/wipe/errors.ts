import { errorsOf } from '#shared/kernel/error-texts.ts';

const ASK = 'Ask an administrator of {organisation}. To set this machine up anew, remove {marker}.';

/** What a wiped console says instead of starting. */
export const wipeError = errorsOf('wipe', {
  wiped: {
    code: 'device-wiped',
    message: 'This console was wiped: {organisation} had it shut out. Its data was erased.',
    remedy: ASK,
  },
  'wiped-in-part': {
    code: 'device-wiped',
    message:
      'This console was wiped: {organisation} had it shut out. Its data was erased. {count} files are in use and go at the next start.',
    remedy: ASK,
  },
});
