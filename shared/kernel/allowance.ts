import type { Entity } from './define-entity.ts';
import { kernelError } from './kernel-errors.ts';

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
  const { op, kind, fields } = change;
  const what = { command: command.name, kind };
  if (op === 'insert' && allowance?.insert !== true) throw kernelError('insert-not-declared', what);
  if (op === 'delete' && allowance?.remove !== true) throw kernelError('delete-not-declared', what);
  if (op !== 'patch') return;
  const field = Object.keys(fields).find((one) => allowance?.patch?.includes(one) !== true);
  if (field !== undefined) throw kernelError('field-not-declared', { ...what, field });
  if (allowance === undefined) throw kernelError('patch-not-declared', what);
}
