import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import { defineQuery } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { attachment } from '../../files/schema.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { approvalAsked } from '../rules/approvals.ts';
import { rootCauseText } from '../rules/cause-tree.ts';
import { closingGaps, holdsUp } from '../rules/closing.ts';
import { policyFor } from '../rules/policy.ts';
import { incident } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { cause, evidence, investigation as entity, witness } from '../schema/investigation.ts';
import { findIn } from './find-in.ts';
import { partsOf, seenIncident } from './seen-incident.ts';

const FileRow = attachment.schema.pick({ id: true, fileName: true, sha256: true });
const FILES_MAX = 500;

/**
 * What is known of how it came to it. Of those who were there only in what capacity: a statement is read one at a
 * time (`incidents.statement`), and who reads it is noted.
 */
export const investigation = defineQuery({
  name: 'incidents.investigation',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents', 'files', 'people'],
  run(context, { id }) {
    const { db, actor } = context;
    const found = seenIncident(context, id);
    const standing = partsOf(db, entity, id)[0] ?? null;
    const files = db.all(
      FileRow,
      'SELECT id, fileName, sha256 FROM attachment WHERE ownerId = :id ORDER BY addedAt, id LIMIT :rows',
      { id, rows: FILES_MAX },
    );
    return {
      investigation: standing,
      isRequired: found.requiresInvestigation ?? false,
      team: db.all(
        z.object({ id: z.string(), name: z.string() }),
        'SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY name',
        { ids: JSON.stringify(standing?.teamIds ?? []) },
      ),
      causes: partsOf(db, cause, id),
      witnesses: partsOf(db, witness, id).map((one) => ({
        id: one.id,
        capacity: one.capacity,
        takenAt: one.takenAt,
        takenByName: one.takenByName,
      })),
      evidence: partsOf(db, evidence, id),
      files,
      mayInvestigate: can(actor, 'incidents.investigate', targetOf(incident, found)).allowed,
    };
  },
});

/** INC-34: one statement, with who made it. */
export const statement = defineQuery({
  name: 'incidents.statement',
  feature: 'incidents.investigate',
  input: z.object({ id: RecordId, witnessId: RecordId }),
  reads: ['incidents'],
  shows: ({ witnessId }) => ({ entity: witness, id: witnessId }),
  run(context, { id, witnessId }) {
    seenIncident(context, id);
    const found = context.db.record(witness, witnessId);
    return found?.incidentId === id ? found : null;
  },
});

/** INC-9: what is still missing before it can be closed, and what tree and actions say already. */
export const closing = defineQuery({
  name: 'incidents.closing',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents', 'settings'],
  run(context, { id }) {
    const { db } = context;
    const found = seenIncident(context, id);
    const site = db.record(siteEntity, found.siteId);
    const policy = site && policyFor(findIn(db), { id: found.siteId, kind: site.siteKind }, found.type);
    const actions = partsOf(db, incidentAction, id);
    const rootCause = rootCauseText(partsOf(db, cause, id));
    const gaps = closingGaps({
      incident: found,
      investigation: partsOf(db, entity, id)[0],
      actions,
      rootCause,
      correctiveAction: '',
      noActionBecause: '',
    });
    return {
      gaps,
      rootCause,
      /** INC-78: the jobs of which one is asked first. */
      approvedBy:
        (policy && approvalAsked(policy, { severity: found.severity, move: 'closed' })?.profiles) ?? null,
      openActions: actions.filter(holdsUp).map(({ id: actionId, text }) => ({ id: actionId, text })),
    };
  },
});
