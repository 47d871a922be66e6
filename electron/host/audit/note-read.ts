import type { Actor } from '#shared/access/can.ts';
import { targetOf } from '#shared/access/target.ts';
import { person } from '#shared/domains/people/schema.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import type { ReadDatabase } from '#shared/kernel/transaction.ts';
import { type SignInState, signInState } from '../access/sign-in-state.ts';
import type { AuditNotes } from './audit-notes.ts';

/** Tells the journal who looked at a record by itself, where its entity asks for that. One's own is nobody else's matter. */
export function noteRead(
  { db, notes }: { readonly db: ReadDatabase; readonly notes: AuditNotes },
  actor: Actor,
  { entity, id }: { readonly entity: Entity | undefined; readonly id: string },
): void {
  if (entity?.readsAreLogged !== true || actor.type !== 'person') return;
  const record = db.record(entity, id);
  // Every record has the base fields its schema gives it.
  const target = record && targetOf(entity, record as { siteId: string });
  if (target?.ownerId === actor.id) return;
  notes.note(actor, { event: 'sensitive-read', params: { kind: entity.kind, id } });
}

/** When and where somebody else signs in is personal, too. */
export function readSignInState(
  db: ReadDatabase,
  notes: AuditNotes,
  actor: Actor,
  personId: string,
): SignInState {
  const state = signInState(db, actor, personId);
  noteRead({ db, notes }, actor, { entity: person, id: personId });
  return state;
}
