/**
 * What this storage refuses. The codes stand apart from the program's own, because the storage is usable
 * without the program and because they travel through RxDB, never over the wire.
 */
export const STORAGE_ERROR_CODES = [
  /** A direct write to a collection whose changes must be commands with a journal entry. */
  'WRITE_THROUGH_COMMANDS',
  /** The connection is inside a transaction of somebody else, whose outcome this write could not know. */
  'WRITE_INSIDE_TRANSACTION',
  'INSTANCE_CLOSED',
  'COLLECTION_REMOVED',
  'UNKNOWN_OPERATOR',
  'INVALID_SELECTOR',
  'SELECTOR_TOO_DEEP',
  'ATTACHMENT_NOT_FOUND',
  'INVALID_DOCUMENT',
  'INVALID_NAME',
] as const;
export type StorageErrorCode = (typeof STORAGE_ERROR_CODES)[number];

export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(`${message} (${code})`, options);
    this.name = 'StorageError';
    this.code = code;
  }
}
