import { DomainError } from '#shared/kernel/errors.ts';

/** A store that SQLite can't read as it should. */
export function damaged(detail: string, cause?: unknown): DomainError {
  return new DomainError(
    {
      code: 'store-corrupt',
      message: `The data file of this console is damaged (${detail}).`,
      remedy:
        'It is left as it is. Restore the last backup, or join your company again: what the server has comes back.',
    },
    { cause },
  );
}
