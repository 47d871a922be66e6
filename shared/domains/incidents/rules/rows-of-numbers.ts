import type { z } from 'zod';
import type { Severity } from '../../../kernel/fields.ts';
import { type Filter, NO_FILTER } from '../../../kernel/filter.ts';
import type { IncidentListInput } from '../queries/list.ts';
import type { Category, IncidentType } from '../schema.ts';
import {
  REPORTED_BY_CATEGORY,
  REPORTED_BY_SEVERITY,
  type StatisticsMeasure,
  TYPE_MEASURES,
  typeMeasure,
} from '../statistics.ts';

/** What the list is asked for the rows behind a number. A property test holds that they are exactly as many. */
export type RowsAsked = Pick<
  IncidentListInput,
  | 'state'
  | 'severities'
  | 'sla'
  | 'ladder'
  | 'siteId'
  | 'kinds'
  | 'assignee'
  | 'during'
  | 'withArchived'
  | 'filter'
  | 'sort'
>;

type HistoryStep = Exclude<
  StatisticsMeasure,
  'acknowledgeMsSum' | 'resolutionMsSum' | 'leftOutLow' | 'leftOutMedium' | 'leftOutHigh' | 'leftOutCritical'
>;
export type HistoryNumber = HistoryStep | `type_${IncidentType}`;
type Time = { readonly from: string; readonly to: string; readonly siteId: string | null };

/** Of open ones that are no drills: those that the overview counts, and a part of them. */
export function openRows(part: Omit<RowsAsked, 'state' | 'kinds'> = {}): RowsAsked {
  return { state: 'open', kinds: 'real', ...part };
}

export function openOfCategory(category: Category): RowsAsked {
  return openRows({ filter: chosen('category', category) });
}

export function openAtLevel(level: number): RowsAsked {
  return openRows({
    filter: { ...NO_FILTER, conditions: [{ field: 'escalationLevel', operator: 'is', value: level }] },
  });
}

/** From this level on an escalation is listed by itself. */
export const CRITICAL_LEVEL = 2;
export const OPEN_AT_CRITICAL_LEVELS: RowsAsked = openRows({
  filter: {
    ...NO_FILTER,
    conditions: [{ field: 'escalationLevel', operator: 'atLeast', value: CRITICAL_LEVEL }],
  },
});

export const OPEN_DRILLS: RowsAsked = { state: 'open', kinds: 'drills' };

/** The rows that a number of the history counts: it counts what is in the archive too. */
export function historyRows(number: HistoryNumber, { from, to, siteId }: Time): RowsAsked {
  const { step, ...part } = PARTS.get(number) ?? { step: 'reported' as const };
  const during = { step, from, to };
  return { state: 'all', kinds: 'real', sort: 'reportedAt', siteId, during, withArchived: true, ...part };
}

type Part = { readonly step: NonNullable<RowsAsked['during']>['step'] } & Omit<RowsAsked, 'during'>;

const PARTS: ReadonlyMap<HistoryNumber, Part> = new Map<HistoryNumber, Part>([
  ['reported', { step: 'reported' }],
  ...entriesOf(REPORTED_BY_SEVERITY).map(
    ([severity, measure]: [Severity, HistoryNumber]): [HistoryNumber, Part] => [
      measure,
      { step: 'reported', severities: [severity] },
    ],
  ),
  ...entriesOf(REPORTED_BY_CATEGORY).map(
    ([category, measure]: [Category, HistoryNumber]): [HistoryNumber, Part] => [
      measure,
      { step: 'reported', filter: chosen('category', category) },
    ],
  ),
  ...TYPE_MEASURES.map((measure): [HistoryNumber, Part] => [
    measure,
    { step: 'reported', filter: chosen('type', measure.slice('type_'.length)) },
  ]),
  ['escalated', { step: 'reported', ladder: 'escalated' }],
  ['acknowledged', { step: 'acknowledged' }],
  ['resolved', { step: 'resolved' }],
  ['deadlineMet', { step: 'resolved', filter: chosen('deadline', 'met') }],
  ['deadlineMissed', { step: 'resolved', filter: chosen('deadline', 'missed') }],
  ['closed', { step: 'closed' }],
  ['closedInTime', { step: 'closed', filter: chosen('closing', 'in_time') }],
  ['closedLate', { step: 'closed', filter: chosen('closing', 'late') }],
  ['overdue', { step: 'overdue' }],
  ['reopened', { step: 'reopened' }],
]);

/** The number of the history whose rows are asked for, and nothing else of them; undefined where it is none. */
export function historyNumberOf(asked: z.output<typeof IncidentListInput>): HistoryNumber | undefined {
  const { state, kinds, stages, sla, assignee, mine, ids, text, during, ...part } = asked;
  const isMore =
    stages.length > 0 || sla !== null || assignee !== null || mine || ids !== null || text !== '';
  if (during === null || state !== 'all' || kinds !== 'real' || isMore) return undefined;
  return NUMBERS.get(keyOf({ step: during.step, ...part }));
}

function keyOf({ step, severities = [], ladder = null, filter = NO_FILTER }: Part): string {
  return JSON.stringify([step, severities, ladder, filter.match, filter.conditions, filter.groups]);
}

const NUMBERS: ReadonlyMap<string, HistoryNumber> = new Map(
  [...PARTS].map(([number, part]) => [keyOf(part), number]),
);

export const HISTORY_NUMBERS: readonly HistoryNumber[] = [...PARTS.keys()];
export const NEAR_MISSES = typeMeasure('near_miss');

function chosen(field: 'category' | 'type' | 'deadline' | 'closing', value: string): Filter {
  return { ...NO_FILTER, conditions: [{ field, operator: 'anyOf', value: [value] }] };
}

function entriesOf<Key extends string, Value>(table: { readonly [K in Key]: Value }): [Key, Value][] {
  // The table is a literal of this domain: it has these keys and no others.
  return Object.entries(table) as [Key, Value][];
}
