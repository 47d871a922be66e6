import { errorsOf } from '#shared/kernel/error-texts.ts';

/** Why a request is not answered: what it is, who sent it, or what it asks for. */
export const httpError = errorsOf('server.http', {
  'no-such-address': {
    code: 'not-found',
    message: 'There is nothing at this address.',
    remedy: 'Check the server address in the settings of the console.',
  },
  'not-understood': {
    code: 'invalid-input',
    message: 'The request is not one this server understands.',
    remedy: 'Check that the address is the right one and the program is up to date.',
  },
  'request-too-large': {
    code: 'frame-too-large',
    message: 'The request is larger than this server takes.',
    remedy: 'Send fewer entries at once.',
  },
  'encoding-unknown': {
    code: 'invalid-input',
    message: 'The server does not know the content encoding {encoding}.',
    remedy: 'Send it without one: a frame is compressed already.',
  },
  'enrolment-not-json': {
    code: 'invalid-input',
    message: 'The enrolment request is not JSON.',
    remedy: 'Send JSON or CBOR.',
  },
  'console-too-old': {
    code: 'protocol-too-old',
    message: 'The console speaks version {spoken} of the protocol, the server version {own}.',
    remedy: 'Update the console. Work goes on without a link and is sent after the update.',
  },
  'server-too-old': {
    code: 'protocol-too-old',
    message: 'The console speaks version {spoken} of the protocol, the server version {own}.',
    remedy: 'The server is older than the console: update the server.',
  },
  'console-not-enrolled': {
    code: 'device-unknown',
    message: 'This console is not enrolled at this server.',
    remedy: 'Enrol it with a code from an administrator.',
  },
  'signature-does-not-fit': {
    code: 'signature-wrong',
    message: 'The signature of this request does not fit.',
    remedy: 'If it happens again, something on the way changes requests, or the console lost its key.',
  },
  'offices-only': {
    code: 'forbidden',
    message: 'Only consoles of offices are told when sites were heard.',
    remedy: 'Ask at an office.',
  },
  'shut-out': {
    code: 'device-revoked',
    message: 'This console was shut out by an administrator.',
    remedy: 'Its unsent work can be exported. Ask an administrator for a new enrolment code.',
  },
  'not-shut-out': {
    code: 'forbidden',
    message: 'Only a console that is to be wiped hands its work over like this.',
    remedy: 'Send it as an exchange.',
  },
  'received-before': {
    code: 'replayed',
    message: 'A request with this number, or a later one, was received before.',
    remedy: 'Send it again with the next number.',
  },
  'request-for-another': {
    code: 'signature-wrong',
    message: 'The request speaks for another console than the one that signed it.',
    field: 'deviceId',
  },
  'exchange-for-another': {
    code: 'signature-wrong',
    message: 'The exchange speaks for another console than the one that signed it.',
    field: 'deviceId',
  },
  'file-is-answer': {
    code: 'invalid-input',
    message: 'This file is an answer of the server, not the work of a console.',
    remedy: 'Bring it to the console it is for.',
  },
  'file-not-signed': {
    code: 'signature-wrong',
    message: 'This file is not signed by a console that is enrolled here.',
    remedy: 'Save it anew on the console; if it happens again, enrol that console with a new code.',
  },
  'file-overtaken': {
    code: 'stale',
    message: 'A newer file of this console has been taken in already; all that this one holds is there.',
    remedy: 'Bring the answer to the newer file to the console.',
  },
  'answer-unknown': {
    code: 'not-found',
    message: 'The server keeps no such answer for this console.',
    remedy: 'The console asks again by itself.',
  },
  'attachment-unknown': {
    code: 'not-found',
    message: 'The server has no such attachment for this console.',
    remedy: 'Send the record it belongs to first, or wait until the other site has sent it.',
  },
  'attachment-of-other-size': {
    code: 'attachment-damaged',
    message: 'This attachment has {sizeBytes} bytes by its record.',
    remedy: 'Send it again from the beginning.',
  },
  'nothing-live': { code: 'not-found', message: 'There is nothing live at this address.' },
  'live-connections-full': {
    code: 'too-many-attempts',
    message: 'This server has as many live connections as it can hold.',
    remedy: 'The console goes on without one and tries again later.',
  },
  'disk-full': {
    code: 'disk-full',
    message: "The server's disk is full; nothing of this request was kept.",
    remedy: 'Free space on the server. Consoles keep their work and send it again.',
  },
  failed: {
    code: 'server-failed',
    message: 'The sync server failed on this request. Nothing of it was kept.',
    remedy: 'Try again later. The reason stands in the log of the server.',
  },
});
