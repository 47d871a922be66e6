import { isDomainError } from '#shared/kernel/errors.ts';
import { storageError } from '../errors.ts';

/** Two transactions got in each other's way; doing the later one again is all it takes. */
const RETRIED: ReadonlySet<string> = new Set(['40001', '40P01']);
const NOT_TEXT: ReadonlySet<string> = new Set(['22021', '22P05']);
const FULL: ReadonlySet<string> = new Set(['53100', '53400']);
/** Out of connections or memory, waited too long, or ended by an operator or a change of the primary. */
const BUSY: ReadonlySet<string> = new Set([
  '53000',
  '53200',
  '53300',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '25006',
  '25P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const BUSY_RETRY_SECONDS = 5;

export function isRetried(error: unknown): boolean {
  return RETRIED.has(codeOf(error));
}

/** What a device is told of a failed transaction. Nothing of it was kept; what is a bug stays one. */
export function toldFailure(error: unknown): unknown {
  if (isDomainError(error)) return error;
  const code = codeOf(error);
  if (FULL.has(code)) return storageError('database-full', {}, { cause: error });
  if (NOT_TEXT.has(code)) return storageError('not-text', {}, { cause: error });
  if (RETRIED.has(code) || BUSY.has(code) || code.startsWith('08') || isLostConnection(error)) {
    return storageError('database-busy', {}, { cause: error, retryAfterSeconds: BUSY_RETRY_SECONDS });
  }
  return error;
}

/** The driver gives these no code. */
function isLostConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/.test(
      error.message,
    )
  );
}

export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
