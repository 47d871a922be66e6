import { z } from 'zod';
import { canonicalJson } from '../../../kernel/canonical-json.ts';
import { type Claim, defineCommand } from '../../../kernel/define-command.ts';
import type { StoredRecord } from '../../../kernel/define-entity.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { attachment } from '../../files/schema.ts';
import { record } from '../events.ts';
import { investigationError } from '../investigation-errors.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { type Evidence, evidence, witness } from '../schema/investigation.ts';
import { NOTES } from './allows.ts';
import { nameOf, onIncident } from './shared.ts';

export const FINDINGS_MAX = 100;
const said = witness.schema.shape;
const kept = evidence.schema.shape;
const handOver = kept.custody.element.shape;

/** Writes down what somebody says who was there. Who they are stays out of the timeline. */
export const takeStatement = defineCommand({
  name: 'incidents.takeStatement',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    name: said.name,
    capacity: said.capacity.default(''),
    contact: said.contact.default(''),
    statement: said.statement.min(1, 'Fill this in.'),
  }),
  writes: [witness, incidentEvent],
  allows: [{ entity: witness, insert: true }, ...NOTES],
  label: () => ({ key: 'incidents.takeStatement.label' }),
  target: onIncident,
  run(context, { id, ...fields }) {
    const { tx, now, newId, actor } = context;
    const about = tx.mustGet(incident, id);
    if (tx.find(witness, { incidentId: id }).length >= FINDINGS_MAX)
      throw investigationError('too-many-statements', { max: FINDINGS_MAX });
    const made = tx.insert(witness, {
      ...fields,
      id: newId(),
      siteId: about.siteId,
      incidentId: id,
      takenAt: now,
      takenById: actor.id,
      takenByName: nameOf(actor),
    });
    record(context, about, {
      type: 'witness',
      labelKey: 'incidents.event.statementTaken',
      labelParams: { capacity: fields.capacity },
    });
    return { id, witnessId: made.id };
  },
});

/** Corrects a statement; what it said before stays in the journal. */
export const changeStatement = defineCommand({
  name: 'incidents.changeStatement',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    witnessId: RecordId,
    name: said.name,
    capacity: said.capacity,
    contact: said.contact,
    statement: said.statement.min(1, 'Fill this in.'),
  }),
  writes: [witness, incidentEvent],
  allows: [{ entity: witness, patch: ['name', 'capacity', 'contact', 'statement'] }, ...NOTES],
  label: () => ({ key: 'incidents.changeStatement.label' }),
  target: onIncident,
  run(context, { id, witnessId, ...fields }) {
    const { tx } = context;
    const about = tx.mustGet(incident, id);
    mustBeOf(about, tx.mustGet(witness, witnessId));
    tx.patch(witness, witnessId, fields);
    record(context, about, {
      type: 'witness',
      labelKey: 'incidents.event.statementChanged',
      labelParams: { capacity: fields.capacity },
    });
    return { id, witnessId };
  },
});

/** INC-35: takes a file or a thing as evidence. A file's hash is noted then and never changed. */
export const takeEvidence = defineCommand({
  name: 'incidents.takeEvidence',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    description: kept.description,
    attachmentId: RecordId.nullable().default(null),
    keptWhere: kept.keptWhere.default(''),
  }),
  writes: [evidence, incidentEvent],
  allows: [{ entity: evidence, insert: true }, ...NOTES],
  label: () => ({ key: 'incidents.takeEvidence.label' }),
  target: onIncident,
  run(context, { id, description, attachmentId, keptWhere }) {
    const { tx, now, newId, actor } = context;
    const about = tx.mustGet(incident, id);
    if (tx.find(evidence, { incidentId: id }).length >= FINDINGS_MAX)
      throw investigationError('too-much-evidence', { max: FINDINGS_MAX });
    const made = tx.insert(evidence, {
      id: newId(),
      siteId: about.siteId,
      incidentId: id,
      description,
      attachmentId,
      sha256: attachmentId === null ? null : hashOf(tx, about, attachmentId),
      keptWhere,
      takenAt: now,
      takenById: actor.id,
      takenByName: nameOf(actor),
      custody: [],
    });
    record(context, about, {
      type: 'evidence',
      labelKey: 'incidents.event.evidenceTaken',
      labelParams: { evidence: description.slice(0, 200).toWellFormed() },
    });
    return { id, evidenceId: made.id };
  },
});

/** Somebody else keeps it from now on. */
export const handEvidenceOver = defineCommand({
  name: 'incidents.handEvidenceOver',
  feature: 'incidents.investigate',
  input: z.object({
    id: RecordId,
    evidenceId: RecordId,
    to: handOver.to,
    note: handOver.note.default(''),
  }),
  writes: [evidence, incidentEvent],
  allows: [{ entity: evidence, patch: ['custody'] }, ...NOTES],
  label: () => ({ key: 'incidents.handEvidenceOver.label' }),
  target: onIncident,
  check: onlyHandsOverOneself,
  run(context, { id, evidenceId, to, note }) {
    const { tx, now, actor } = context;
    const about = tx.mustGet(incident, id);
    const before = tx.mustGet(evidence, evidenceId);
    mustBeOf(about, before);
    if (before.custody.length >= FINDINGS_MAX)
      throw investigationError('too-many-hand-overs', { max: FINDINGS_MAX });
    tx.patch(evidence, evidenceId, {
      custody: [...before.custody, { at: now, to, byName: nameOf(actor), note }],
    });
    record(context, about, {
      type: 'evidence',
      labelKey: 'incidents.event.evidenceHandedOver',
      labelParams: { evidence: before.description.slice(0, 200).toWellFormed(), keeper: to },
    });
    return { id, evidenceId };
  },
});

/** Asked by the server (INC-35): a hand-over has no signature of its own, so whose name stands in a new one is asked here. */
function onlyHandsOverOneself({ actor, writes }: Claim): void {
  for (const { kind, before, after } of writes) {
    if (kind !== evidence.kind || after === undefined) continue;
    const known = new Set(handsOf(before).map((one) => canonicalJson(one)));
    const added = handsOf(after).filter((one) => !known.has(canonicalJson(one)));
    if (added.some(({ byName }) => byName !== nameOf(actor)))
      throw investigationError('handed-over-by-another');
  }
}

function handsOf(record: StoredRecord | undefined): Evidence['custody'] {
  return record === undefined ? [] : evidence.schema.shape.custody.parse(record['custody']);
}

function hashOf(tx: ReadTx, about: Incident, attachmentId: RecordId): string {
  const file = tx.mustGet(attachment, attachmentId);
  if (file.ownerId === about.id) return file.sha256;
  throw investigationError('file-of-another', { number: about.number });
}

function mustBeOf(about: Incident, part: { readonly incidentId: string }): void {
  if (part.incidentId === about.id) return;
  throw investigationError('part-of-another', { number: about.number });
}
