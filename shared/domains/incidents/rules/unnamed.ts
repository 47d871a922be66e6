import { UNKNOWN_ID } from '../../../access/can.ts';
import type { Claim } from '../../../kernel/define-command.ts';
import { incidentError } from '../errors.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { incidentEscalation } from '../schema/escalation.ts';

/** Of what anybody may report without a name, this much within an hour; more is nobody's emergency. */
export const UNNAMED_REPORTS_MAX = 10;
export const UNNAMED_REPORTS_MS = 60 * 60_000;

/** What may be reported without a name by somebody who has one here. */
export const ANONYMOUS_TYPE = 'near_miss';

/** Nobody is named: reported before sign-in, or by somebody who did not want to be. */
export function isUnnamed(record: Pick<Incident, 'reportedById'>): boolean {
  return record.reportedById === UNKNOWN_ID;
}

/** What comes with an incident: its timeline, the first step of its ladder, and what that asks people to do. */
const PARTS: readonly string[] = [
  incident.kind,
  incidentEvent.kind,
  incidentEscalation.kind,
  incidentAction.kind,
];
/** Where those say who acted. */
const NAMES = ['byName', 'escalatedByName', 'madeByName', 'stateByName', 'ownerName'];

/**
 * INC-55: without a name, one incident with what belongs to it is all that is made: nothing of another incident, no
 * file, and nobody's name.
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
      (id === one?.id || after?.['incidentId'] === one?.id) &&
      NAMES.every((field) => (after?.[field] ?? '') === ''),
  );
  if (isPlain && isItsOwn) return;
  throw incidentError('unnamed-too-much');
}
