import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why bytes that a console sends are not kept. */
export const blobError = errorsOf('server.blobs', {
  'attachment-damaged': {
    code: 'attachment-damaged',
    message: 'The attachment did not arrive as it was sent.',
    remedy: 'Send it again from the beginning.',
  },
  'part-damaged': {
    code: 'attachment-damaged',
    message: 'What arrived is not what was announced.',
    remedy: 'It is sent again from the beginning.',
  },
  'quarantine-full': {
    code: 'frame-too-large',
    message: 'The server keeps as much unsent work of this console as it takes.',
  },
});
