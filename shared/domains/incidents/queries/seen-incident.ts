import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import type { Entity, RecordOf } from '../../../kernel/define-entity.ts';
import type { QueryContext } from '../../../kernel/define-query.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { incidentError } from '../errors.ts';
import { type Incident, incident } from '../schema.ts';

/** The incident, for somebody who may see it; also from the archive. */
export function seenIncident({ db, actor }: QueryContext, id: string): Incident {
  const found = db.record(incident, id);
  if (found !== undefined && can(actor, 'incidents.read', targetOf(incident, found)).allowed) return found;
  throw incidentError('unseen');
}

const Id = z.object({ id: z.string() });
const PARTS_MAX = 500;

/** Parts of an incident of one kind, oldest first, whole. */
export function partsOf<E extends Entity>(db: ReadDatabase, entity: E, incidentId: string): RecordOf<E>[] {
  const ids = db.all(
    Id,
    `SELECT id FROM ${entity.kind.replaceAll('-', '_')} WHERE incidentId = :incidentId ORDER BY id LIMIT ${PARTS_MAX}`,
    { incidentId },
  );
  return ids.map(({ id }) => db.record(entity, id)).filter((part) => part !== undefined);
}
