import type { ReadTx } from '../../../kernel/transaction.ts';
import { incidentError } from '../errors.ts';
import { rootCauseText } from '../rules/cause-tree.ts';
import { type ClosingGap, closingGaps, type ClosingStand } from '../rules/closing.ts';
import { type Incident, incident } from '../schema.ts';
import { type IncidentAction, incidentAction } from '../schema/action.ts';
import { cause } from '../schema/investigation.ts';
import { investigationOf } from './investigate.ts';
import { sameAs } from './merge.ts';

type Typed = Pick<ClosingStand, 'rootCause' | 'correctiveAction' | 'noActionBecause'>;
const TEXT_MAX = 20_000;

/** What a closed incident says it learnt: what was typed, else what tree and actions say. Throws where some is missing. */
export function lessonsAtClosing(
  tx: ReadTx,
  about: Incident,
  typed: Typed,
): Pick<Incident, 'rootCause' | 'correctiveAction' | 'noActionBecause'> {
  const rootCause = typed.rootCause || rootCauseText(tx.find(cause, { incidentId: about.id }));
  const actions = tx.find(incidentAction, { incidentId: about.id });
  const investigation = investigationOf(tx, about.id);
  const [gap] = closingGaps({ ...typed, rootCause, actions, investigation, incident: about });
  if (gap !== undefined) throw incidentError(MISSING[gap]);
  if (about.mergedIntoId) {
    const into = tx.get(incident, about.mergedIntoId);
    // That of another site need not be held here; the merge has said which it is.
    const same = into === undefined ? (about.resolution ?? '') : sameAs(into);
    return { rootCause: same, correctiveAction: null, noActionBecause: same };
  }
  return {
    rootCause: cut(rootCause),
    correctiveAction: cut(typed.correctiveAction || textOf(actions)) || null,
    noActionBecause: typed.noActionBecause || null,
  };
}

/** What is done so that it does not happen again, one a line. */
function textOf(actions: readonly IncidentAction[]): string {
  return actions
    .filter(({ actionKind, state }) => actionKind === 'corrective' && state !== 'cancelled')
    .map(({ text }) => text)
    .join('\n');
}

function cut(text: string): string {
  return text.slice(0, TEXT_MAX).toWellFormed();
}

const MISSING = {
  investigation: 'closed-uninvestigated',
  root_cause: 'closed-without-root-cause',
  corrective_action: 'closed-without-action',
  open_actions: 'closed-with-open-actions',
} as const satisfies { readonly [Gap in ClosingGap]: string };
