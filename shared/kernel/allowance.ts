import type { Entity } from './define-entity.ts';
import { DomainError } from './errors.ts';

/** What a command does to records of one kind. */
export type Allowance = {
  readonly entity: Entity;
  readonly insert?: boolean;
  readonly remove?: boolean;
  /** Fields that it sets of records that are there. */
  readonly patch?: readonly string[];
};

type Change = {
  readonly kind: string;
  readonly op: 'insert' | 'patch' | 'delete';
  readonly fields: { readonly [field: string]: unknown };
};

/**
 * Throws `write-not-declared` for a change that is none of a command's: a console that was tampered with
 * can't set other fields under its name. A command that says nothing may do anything to the kinds it writes.
 */
export function assertAllowed(
  command: { readonly name: string; readonly allows: readonly Allowance[] | undefined },
  change: Change,
): void {
  if (command.allows === undefined) return;
  const allowance = command.allows.find(({ entity }) => entity.kind === change.kind);
  const beyond = beyondOf(allowance, change);
  if (beyond === undefined) return;
  throw new DomainError({
    code: 'write-not-declared',
    message: `${command.name} does not ${beyond} ${change.kind} records.`,
  });
}

/** What the allowance does not hold, in words; undefined when it holds the change. */
function beyondOf(allowance: Allowance | undefined, { op, fields }: Change): string | undefined {
  if (op === 'insert') return allowance?.insert === true ? undefined : 'insert';
  if (op === 'delete') return allowance?.remove === true ? undefined : 'delete';
  const field = Object.keys(fields).find((one) => allowance?.patch?.includes(one) !== true);
  return field === undefined && allowance !== undefined ? undefined : `set ${field ?? 'fields'} of`;
}
