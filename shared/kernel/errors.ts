import type { Label } from './words.ts';

/**
 * Codes that a person or another program acts on. They travel over tRPC and the sync protocol and are
 * turned into words by the catalogue of each area (`error-texts.ts`), so a code never changes its meaning.
 */
export const ERROR_CODES = [
  'invalid-input',
  'not-found',
  'already-exists',
  'forbidden',
  'signed-out',
  'session-locked',
  'passphrase-change-needed',
  'second-factor-needed',
  'wrong-passphrase',
  'too-many-attempts',
  'stage-not-allowed',
  'rule-broken',
  'stale',
  'attachment-too-large',
  'attachment-wrong-type',
  'attachment-damaged',
  'code-unknown',
  'code-used',
  'code-expired',
  'server-unreachable',
  'server-nonsense',
  'server-failed',
  'server-busy',
  'protocol-too-old',
  'frame-too-large',
  'device-unknown',
  'device-revoked',
  'device-wiped',
  'signature-wrong',
  'replayed',
  'chain-broken',
  'chain-forked',
  'chain-behind',
  'cloned',
  'refs-unknown',
  'record-out-of-scope',
  'write-not-declared',
  'command-unknown',
  'schema-too-new',
  'store-corrupt',
  'store-newer',
  'store-locked',
  'store-key-missing',
  'store-key-wrong',
  'archive-unreadable',
  'disk-full',
  'too-many-rows',
  'preparing',
  'timed-out',
  'cancelled',
  'not-set-up',
  'already-set-up',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type ErrorDetails = {
  readonly code: ErrorCode;
  /** What happened, in one sentence a person on watch understands. */
  readonly message: string;
  /** What to do next. */
  readonly remedy?: string;
  /** Dotted path of the input field at fault. */
  readonly field?: string;
  /** Seconds until trying again makes sense. */
  readonly retryAfterSeconds?: number;
  /** The text's key in its area's catalogue, and the values in it (`error-texts.ts`): the same in every language. */
  readonly says?: Label;
};

/** The one error type that people and programs meet. Everything else that is thrown is a bug. */
export class DomainError extends Error {
  readonly details: ErrorDetails;

  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super(details.message, options);
    this.name = 'DomainError';
    this.details = details;
  }

  get code(): ErrorCode {
    return this.details.code;
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError;
}

/** The message of anything thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
