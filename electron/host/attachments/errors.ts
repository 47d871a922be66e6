import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a file is not taken in or not given out, and what to do then. */
export const attachmentError = errorsOf('attachments', {
  'too-large': {
    code: 'attachment-too-large',
    message: 'This file has {sizeMb} MB; at most {limitMb} MB may be attached.',
    remedy: 'Make it smaller, or split it.',
    field: 'sizeBytes',
  },
  empty: {
    code: 'invalid-input',
    message: 'This file is empty.',
    remedy: 'Choose another file, or save it again where it comes from.',
    field: 'sizeBytes',
  },
  'too-many-at-once': {
    code: 'too-many-attempts',
    message: '{count} files are being added already.',
    remedy: 'Wait until one of them is done, or cancel one.',
  },
  nameless: {
    code: 'invalid-input',
    message: 'This file has no name that could be shown.',
    remedy: 'Rename it and add it again.',
    field: 'fileName',
  },
  'upload-gone': {
    code: 'not-found',
    message: 'This file was cancelled, or nothing of it came for ten minutes.',
    remedy: 'Add it again.',
  },
  'part-out-of-place': {
    code: 'stale',
    message: 'This part starts at byte {offset}; {receivedBytes} bytes have arrived.',
    remedy: 'Go on from byte {receivedBytes}.',
    field: 'offset',
  },
  'part-too-large': {
    code: 'invalid-input',
    message: 'A part has at most {limitBytes} bytes.',
    field: 'offset',
  },
  'more-than-announced': {
    code: 'invalid-input',
    message: 'More bytes than the {sizeBytes} that were announced.',
    field: 'base64',
  },
  'not-complete': {
    code: 'stale',
    message: '{receivedBytes} of {sizeBytes} bytes have arrived.',
    remedy: 'Go on from byte {receivedBytes}.',
  },
  'wrong-type': {
    code: 'attachment-wrong-type',
    message: '{fileName} is none of the kinds that may be attached, whatever its name says.',
    remedy: 'Allowed are {kinds}.',
    field: 'fileName',
  },
  'header-damaged': {
    code: 'attachment-damaged',
    message: '{fileName} looks like a picture, but its header is damaged.',
    remedy: 'Open it where it comes from and save it again.',
    field: 'fileName',
  },
  moves: {
    code: 'attachment-too-large',
    message: '{fileName} moves: it has more than {limit} pictures in it.',
    remedy: 'Attach one picture of it.',
    field: 'fileName',
  },
  'too-many-pixels': {
    code: 'attachment-too-large',
    message:
      '{fileName} has {widthPixels} × {heightPixels} pixels; {limitMegapixels} megapixels and {sideLimitPixels} on a side are allowed.',
    remedy: 'Make the picture smaller and add it again.',
    field: 'fileName',
  },
  unknown: { code: 'not-found', message: 'This console knows of no such file.' },
  'on-the-way': {
    code: 'not-found',
    message: 'This file is still on the way ({percent} %).',
    remedy: 'It comes by itself once there is a link. The record itself is complete.',
  },
  // `problem` is what stood in the way the last time that its bytes were asked for.
  'held-up': {
    code: 'not-found',
    message: 'This file is still on the way ({percent} %).',
    remedy: '{problem}',
  },
  'bytes-damaged': {
    code: 'attachment-damaged',
    message: 'The bytes of this attachment on this console are damaged.',
    remedy: 'They are fetched again from the server, should it have them.',
  },
});
