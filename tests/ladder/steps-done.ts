import { z } from 'zod';
import type { Store } from '#host/store/store.ts';
import type { Step } from './steps.ts';

/** What the ladder did, as a console's records tell it; `numbers` are those of the plan, by id. */
export function stepsDone({ db }: Store, numbers: ReadonlyMap<string, number>): Step[] {
  const called = new Map(
    rows(CalledRow, db, 'SELECT incidentId, at, level, calledNames FROM incident_escalation').map((row) => [
      `${row.incidentId} ${row.at} ${row.level}`,
      row.calledNames,
    ]),
  );
  return rows(
    EventRow,
    db,
    `SELECT incidentId, at, type, labelKey, labelParams FROM incident_event
     WHERE type IN ('escalated', 'level_skipped', 'overdue', 'ladder_restarted')
        OR labelKey = 'incidents.event.reminded'`,
  ).map(({ incidentId, at, type, labelKey, labelParams }) => {
    const level = type === 'reminded' || type === 'overdue' ? 0 : Number(labelParams['level'] ?? 0);
    const people =
      type === 'reminded'
        ? [String(labelParams['to'])]
        : type === 'escalated' || type === 'ladder_restarted'
          ? (called.get(`${incidentId} ${at} ${level}`) ?? [])
          : [];
    return {
      incident: numbers.get(incidentId) ?? -1,
      kind: labelKey === 'incidents.event.calledAgain' ? 'called-again' : KINDS[type],
      level,
      people,
      atMs: Date.parse(at),
    };
  });
}

const KINDS = {
  escalated: 'level',
  level_skipped: 'passed-over',
  overdue: 'overdue',
  ladder_restarted: 'restarted',
  reminded: 'reminded',
} as const;
const EventRow = z.object({
  incidentId: z.string(),
  at: z.string(),
  type: z.enum(['escalated', 'level_skipped', 'overdue', 'ladder_restarted', 'reminded']),
  labelKey: z.string(),
  labelParams: z.string().transform((text): { [name: string]: string | number } => JSON.parse(text)),
});
const CalledRow = z.object({
  incidentId: z.string(),
  at: z.string(),
  level: z.int(),
  calledNames: z.string().transform((text): string[] => JSON.parse(text)),
});

function rows<Row extends z.ZodType>(row: Row, db: Store['db'], sql: string): z.output<Row>[] {
  return db
    .prepare(sql)
    .all()
    .map((found) => row.parse(found));
}
