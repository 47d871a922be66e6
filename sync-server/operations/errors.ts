import { errorsOf } from '#shared/kernel/error-texts.ts';

const PEM_PAIR = 'Give a PEM certificate with its chain and its unencrypted PEM key.';
const TRIES_AGAIN = 'Nothing is lost: the console tries again by itself.';

/** Why the server does not listen with a certificate, and why it holds somebody off. */
export const operationsError = errorsOf('server.operations', {
  'tls-file-unreadable': {
    code: 'invalid-input',
    message: "{option}: {file} can't be read: {fault}.",
    remedy: PEM_PAIR,
  },
  'tls-file-not-pem': {
    code: 'invalid-input',
    message: '{option}: {file} is not a PEM file of the right kind: {fault}.',
    remedy: PEM_PAIR,
  },
  'tls-key-of-another': {
    code: 'invalid-input',
    message: '--tls-key: {keyFile} is not the key of the certificate {certificateFile}.',
    remedy: PEM_PAIR,
  },
  'tls-certificate-ended': {
    code: 'invalid-input',
    message: '--tls-cert: The certificate {certificateFile} ended on {endedOn}.',
    remedy: PEM_PAIR,
  },
  'address-asks-too-often': {
    code: 'too-many-attempts',
    message: 'The server had too many requests from this address.',
    remedy: TRIES_AGAIN,
  },
  'console-asks-too-often': {
    code: 'too-many-attempts',
    message: 'The server had too many requests from this console.',
    remedy: TRIES_AGAIN,
  },
});
