import { DomainError } from '#shared/kernel/errors.ts';

/**
 * Rows that one query may bring. Pages have hundreds; a query without a limit over a million records would
 * hold the host for seconds and its memory for longer.
 */
export const READ_ROWS_MAX = 10_000;

export function tooManyRows(): DomainError {
  return new DomainError({
    code: 'too-many-rows',
    message: `This would bring more than ${READ_ROWS_MAX} rows at once.`,
    remedy: 'Narrow the filter or the period, or page through it.',
  });
}
