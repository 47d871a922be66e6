import type { Actor } from '#shared/access/can.ts';
import { type DomainError, isDomainError } from '#shared/kernel/errors.ts';
import type { AuditNotes } from './audit-notes.ts';

/** A refusal passes the command runner and then the API; whoever meets it first writes it down. */
const noted = new WeakSet<DomainError>();

/**
 * Tells the journal who was refused what, and why, once for each refusal. Any other error is no matter of the
 * journal. No id of a record: whoever tries one after the other is told of once in a while.
 */
export function noteRefusal(notes: AuditNotes, actor: Actor | 'nobody', error: unknown, what: string): void {
  if (!isDomainError(error) || error.code !== 'forbidden' || noted.has(error)) return;
  noted.add(error);
  notes.note(actor, { event: 'permission-denied', params: { what, why: error.details.message } });
}
