import { type DestinationStream, type Logger, pino } from 'pino';

/** What opens something, by the names it has in this program. */
export const SECRETS = [
  'storeKey',
  'blobKeyHex',
  'privateKey',
  'passphrase',
  'password',
  'mailPassword',
  'webhookSecret',
  'secret',
  'saltHex',
  'hashHex',
  'recoveryCode',
  'recoveryCodes',
  'token',
  'ticket',
  'sessionId',
  'cookie',
  'set-cookie',
  'authorization',
] as const;
/** As deep as anything is logged: an error with what it carries, a request with its headers. */
const PLACES = ['', '*', '*.*'] as const;
/** A one-time code of a console that joins. Elsewhere `code` says what is wrong, and stays. */
const JOINING = ['code', 'joinOnStart.code', '*.joinOnStart.code'] as const;

/** JSON lines, on standard output unless a test wants them; never the content of records, and no secret by name. */
export function hostLog(level: string, destination?: DestinationStream): Logger {
  const paths = PLACES.flatMap((place) => SECRETS.map((name) => `${place}["${name}"]`));
  const options = { name: 'host', level, redact: { paths: [...paths, ...JOINING], censor: '[kept out]' } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
