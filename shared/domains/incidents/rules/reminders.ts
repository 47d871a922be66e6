import { isoOf, msOf } from '../../../kernel/clock.ts';
import type { IncidentAction } from '../schema/action.ts';
import { DAY_MS } from '../../../kernel/durations.ts';

/** So long before it is due the owner hears of it first. */
const AHEAD_MS = DAY_MS;
/** And so often while it is overdue. */
const AGAIN_MS = 3 * DAY_MS;
/** From the third reminder on, those hear of it too who handle the incident. */
const HANDLERS_FROM = 2;
const REMINDERS_MAX = 1_000;

type Reminded = Pick<IncidentAction, 'state' | 'dueAt' | 'madeAt' | 'stateAt' | 'remindedAt' | 'reminders'>;

/**
 * INC-31: a day before it is due, when it is due, and every three days after that, as long as it is open. What lay
 * before it was made, opened again or last reminded of is passed over: a console that was off reminds once.
 */
export function nextReminderAt(action: Reminded): string | undefined {
  const { state, dueAt, reminders } = action;
  if (state !== 'open' || dueAt === null || reminders >= REMINDERS_MAX) return undefined;
  const dueMs = msOf(dueAt);
  const sinceMs = Math.max(
    ...[action.madeAt, action.stateAt, action.remindedAt].map((at) => (at === null ? 0 : msOf(at))),
  );
  if (sinceMs < dueMs - AHEAD_MS) return isoOf(dueMs - AHEAD_MS);
  if (sinceMs < dueMs) return dueAt;
  return isoOf(dueMs + (Math.floor((sinceMs - dueMs) / AGAIN_MS) + 1) * AGAIN_MS);
}

/** Whether more people than the owner are to hear of it: nobody owns it, or the owner heard of it often enough. */
export function callsHandlers(action: Pick<IncidentAction, 'ownerId' | 'reminders'>): boolean {
  return action.ownerId === null || action.reminders >= HANDLERS_FROM;
}

export type Dueness = 'later' | 'soon' | 'overdue';

/** How pressing an open action is. */
export function duenessOf(action: Pick<IncidentAction, 'state' | 'dueAt'>, now: string): Dueness {
  if (action.state !== 'open' || action.dueAt === null) return 'later';
  if (action.dueAt <= now) return 'overdue';
  return msOf(action.dueAt) - msOf(now) <= AHEAD_MS ? 'soon' : 'later';
}
