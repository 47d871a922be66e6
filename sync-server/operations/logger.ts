import { type DestinationStream, type Logger, pino } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What proves who somebody is, wherever in a log object it might stand. */
const SECRETS = [
  'authorization',
  'signature',
  'token',
  'password',
  'proof',
  'connectionString',
  'x-fairlead-signature',
] as const;
const PATHS = SECRETS.flatMap((name) => [
  `["${name}"]`,
  `*["${name}"]`,
  `req.headers["${name}"]`,
  `err["${name}"]`,
]);

/** JSON lines, one per event, without secrets. Standard error: standard output belongs to who started the program. */
export function createLogger(level: LogLevel, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      name: 'sync-server',
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: PATHS, censor: '[secret]' },
      serializers: { err: pino.stdSerializers.err },
    },
    destination,
  );
}
