import { DomainError } from '#shared/kernel/errors.ts';

/** What is thrown for a command line that asks for nothing there is. */
export function misused(message: string): DomainError {
  return new DomainError({ code: 'invalid-input', message, remedy: 'See --help.' });
}
