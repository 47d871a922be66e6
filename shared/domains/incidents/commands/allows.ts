import type { Allowance } from '../../../kernel/allowance.ts';
import { attachment } from '../../files/schema.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';

type Field = Exclude<keyof Incident, 'id' | 'kind' | 'siteId'>;

/** Fields that several commands set together. */
export const STAGE: readonly Field[] = ['stage', 'stageEnteredAt', 'progressedAt'];
export const LADDER: readonly Field[] = [
  'escalationLevel',
  'acknowledgeDueAt',
  'acknowledgedAt',
  'acknowledgedById',
  'acknowledgedByName',
];
export const ESCALATION: readonly Field[] = [...LADDER, 'stage', 'stageEnteredAt'];
export const DEADLINES: readonly Field[] = ['dueAt', 'atRiskAt'];
export const SEVERITY: readonly Field[] = ['severity', 'severityRank', ...DEADLINES, 'acknowledgeDueAt'];

const adds = (entity: Allowance['entity']): Allowance => ({ entity, insert: true });

/** A new incident with its timeline and files. */
export const REPORTS: readonly Allowance[] = [adds(incident), adds(incidentEvent), adds(attachment)];
/** A line of the timeline and a file; the incident stays as it is. */
export const ATTACHES: readonly Allowance[] = [adds(incidentEvent), adds(attachment)];
/** A line of the timeline; the incident stays as it is. */
export const NOTES: readonly Allowance[] = [adds(incidentEvent)];

/** Fields of an incident, and a line of its timeline that tells of them. */
export function sets(...fields: readonly (Field | readonly Field[])[]): readonly Allowance[] {
  return [{ entity: incident, patch: fields.flat() }, ...NOTES];
}
