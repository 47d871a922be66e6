import { UNKNOWN_ID } from '../../../access/can.ts';
import type { Claim } from '../../../kernel/define-command.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';
import type { StoredRecord } from '../../../kernel/define-entity.ts';
import { attachment } from '../../files/schema.ts';
import { incidentError } from '../errors.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { incidentEscalation } from '../schema/escalation.ts';

/** Of what anybody may report without a name, this much within an hour; more is nobody's emergency. */
export const UNNAMED_REPORTS_MAX = 10;
export const UNNAMED_REPORTS_MS = HOUR_MS;

/** With each of them. */
export const UNNAMED_PICTURES_MAX = 3;

/** What may be reported without a name by somebody who has one here. */
export const ANONYMOUS_TYPE = 'near_miss';

/** Nobody is named: reported before sign-in, or by somebody who did not want to be. */
export function isUnnamed(record: Pick<Incident, 'reportedById'>): boolean {
  return record.reportedById === UNKNOWN_ID;
}

/** What comes with an incident: its timeline, its pictures, the first step of its ladder, what that asks for, and that somebody assesses it. */
const PARTS: readonly string[] = [
  incident.kind,
  incidentEvent.kind,
  incidentEscalation.kind,
  incidentAction.kind,
  complianceEntry.kind,
  attachment.kind,
];
/** Where those say who acted. */
const NAMES = ['byName', 'escalatedByName', 'madeByName', 'stateByName', 'ownerName', 'addedByName'];

/**
 * INC-55: without a name, one incident with what belongs to it is all that is made: nothing of another incident, no
 * file but a few pictures of its own, and nobody's name.
 */
export function checkUnnamed({ actor, writes }: Pick<Claim, 'actor' | 'writes'>): void {
  if (actor.type !== 'unknown') return;
  const made = writes.filter(({ kind }) => kind === incident.kind);
  const [one] = made;
  const isPlain =
    made.length === 1 &&
    one?.after?.['reportedById'] === UNKNOWN_ID &&
    one.after['reportedByName'] === '' &&
    one.after['isAnonymous'] === true &&
    one.after['assigneeId'] === null &&
    one.after['acknowledgedById'] === null;
  const isItsOwn = writes.every(
    ({ kind, op, after, id }) =>
      op === 'insert' &&
      PARTS.includes(kind) &&
      (id === one?.id || wholeOf(kind, after) === one?.id) &&
      NAMES.every((field) => (after?.[field] ?? '') === ''),
  );
  const files = writes.filter(({ kind }) => kind === attachment.kind).flatMap(({ after }) => after ?? []);
  if (isPlain && isItsOwn && files.every((file) => file['addedBy'] === UNKNOWN_ID)) {
    assertFewPictures(files);
    return;
  }
  throw incidentError('unnamed-too-much');
}

/** Asked where the report is made, and again by the server. */
export function assertFewPictures(files: readonly { readonly [field: string]: unknown }[]): void {
  const arePictures = files.every(({ mediaType }) => String(mediaType).startsWith('image/'));
  if (arePictures && files.length <= UNNAMED_PICTURES_MAX) return;
  throw incidentError('unnamed-too-much');
}

/** The incident that a part of one belongs to. */
function wholeOf(kind: string, after: StoredRecord | undefined): unknown {
  if (kind !== attachment.kind) return after?.['incidentId'];
  return after?.['ownerCollection'] === incident.collection ? after['ownerId'] : undefined;
}
