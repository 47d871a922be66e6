import { z } from 'zod';
import { type Actor, can } from '#shared/access/can.ts';
import { type Explanation, explain } from '#shared/access/explain.ts';
import { FEATURES } from '#shared/access/features.ts';
import { type Target, targetOf } from '#shared/access/target.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { person } from '#shared/domains/people/schema.ts';
import { entityOf } from '#shared/domains/registry.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { ReadDatabase } from '#shared/kernel/transaction.ts';
import { accessError } from './errors.ts';

export const AccessQuestion = z.object({
  personId: RecordId,
  feature: z.enum(FEATURES),
  /** Whether it may be done to this record; null: whether it may be done at all. */
  record: z
    .object({ kind: z.string().max(40), id: RecordId })
    .nullable()
    .default(null),
});
export type AccessQuestion = z.output<typeof AccessQuestion>;

/** Answers from the records of this console, with no link: why a person may do something, or may not. */
export function explainAccess(db: ReadDatabase, asker: Actor, question: AccessQuestion): Explanation {
  const { personId, feature, record } = question;
  const whose = db.record(person, personId);
  if (whose === undefined || !maySee(asker, targetOf(person, whose)))
    throw accessError('record-not-here', { kind: person.kind });
  const target = record === null ? null : targetFound(db, asker, record);
  return explain(actorOfPerson(whose), feature, target, { isActive: whose.active });
}

/** The answer tells of the record, too: who asks must see it. */
function targetFound(db: ReadDatabase, asker: Actor, { kind, id }: { kind: string; id: string }): Target {
  const entity = entityOf(kind);
  // Every record has its base fields and JSON values.
  const record = entity && (db.record(entity, id) as StoredRecord | undefined);
  const target = entity && record && targetOf(entity, record);
  if (target === undefined || !maySee(asker, target)) {
    throw accessError('record-not-here', { kind: kind.replaceAll('-', ' ') });
  }
  return target;
}

function maySee(asker: Actor, target: Target): boolean {
  return can(asker, 'people.read', target).allowed;
}
