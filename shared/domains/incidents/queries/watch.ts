import { z } from 'zod';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { defineQuery, type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { nextLevel } from '../rules.ts';
import { type Incident, incident } from '../schema.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { AHEAD_MS, DUE_ACTIONS, DUE_DUTIES, dueOf, type NextThing, saysOf } from './due-things.ts';
import { indexFilter } from './index-filter.ts';

/** What one glance takes in. */
export const BURNING_MAX = 5;
export const NEXT_MAX = 8;
/** Of these, so many late ones, those that passed last: what is still to come must have its place. */
export const LATE_MAX = 4;

type Called = { readonly level: number; readonly names: readonly string[]; readonly by: string };
export type Burning = {
  readonly incident: Incident;
  readonly siteName: string | null;
  /** Whom the last step of the ladder called; null before the first. */
  readonly called: Called | null;
};
/**
 * For who is on watch: the worst that burns, whose turn it is, and what is due within a day: steps of the
 * ladder, deadlines, actions, and what an authority must be told. From the indexes of what is open alone, so that
 * history costs nothing.
 */
export const watch = defineQuery({
  name: 'incidents.watch',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['incidents', 'settings'],
  run(context) {
    const open = openIncidents(context);
    const worst = context.db.all(
      IdRow,
      `SELECT i.id FROM ${open.from} i WHERE ${open.sql}
       ORDER BY i.severityRank DESC, i.acknowledgedAt IS NOT NULL, i.dueAt, i.number LIMIT ${BURNING_MAX}`,
      open.parameters,
    );
    const counted = context.db.get(
      z.object({ total: z.int() }),
      `SELECT count(*) AS total FROM ${open.from} i WHERE ${open.sql}`,
      open.parameters,
    );
    const burning = worst.flatMap(({ id }) => {
      const found = context.db.record(incident, id);
      return found === undefined ? [] : [burningOf(context, found)];
    });
    const limits = { lateMax: LATE_MAX, comingMax: NEXT_MAX };
    const due = [DUE_ACTIONS, DUE_DUTIES].map((kind) => dueOf(context, kind, limits));
    const late = due
      .flatMap((one) => one.late)
      .sort(byTime)
      .slice(-LATE_MAX);
    const next = [
      ...late,
      ...stepsOf(burning, context.now),
      ...deadlines(context),
      ...due.flatMap((one) => one.coming),
    ];
    return {
      total: counted?.total ?? 0,
      burning,
      next: next.sort(byTime).slice(0, NEXT_MAX),
      /** Late ones that are not among these. */
      lateMore: due.reduce((sum, one) => sum + one.lateCount, 0) - late.length,
    };
  },
});

const IdRow = z.object({ id: z.string() });

function openIncidents(context: QueryContext) {
  const { db, actor } = context;
  const scope = rowCondition(scopeColumns(incident, 'i'), context);
  const index = indexFilter(db, 'open_incident', { text: '', actor });
  const { from, sql } = index?.page ?? { from: 'open_incident', sql: '1' };
  return {
    from,
    sql: `${sql} AND ${scope.sql}`,
    parameters: { ...scope.parameters, ...index?.parameters },
  };
}

const CalledRow = z.object({ level: z.int(), calledNames: z.string(), calledBy: z.string() });

function burningOf({ db }: QueryContext, found: Incident): Burning {
  const site = db.get(z.object({ name: z.string() }), 'SELECT s.name FROM site s WHERE s.id = :id', {
    id: found.siteId,
  });
  const step = db.get(
    CalledRow,
    `SELECT e.level, e.calledNames, e.calledBy FROM ${VIEW.escalation} e
     WHERE e.incidentId = :id AND e.calledOffAt IS NULL ORDER BY e.at DESC LIMIT 1`,
    { id: found.id },
  );
  return {
    incident: found,
    siteName: site?.name ?? null,
    called:
      step === undefined
        ? null
        : {
            level: step.level,
            names: z.array(z.string()).parse(JSON.parse(step.calledNames)),
            by: step.calledBy,
          },
  };
}

/** When the ladders of what burns go on, unless somebody acknowledges. */
function stepsOf(burning: readonly Burning[], now: string): NextThing[] {
  const until = isoOf(msOf(now) + AHEAD_MS);
  return burning.flatMap(({ incident: one }) => {
    const at = one.acknowledgeDueAt;
    if (one.acknowledgedAt !== null || at === null || at > until) return [];
    const level = nextLevel(one);
    return [{ ...saysOf(one), kind: 'step', id: `step ${one.id}`, at, text: one.title, who: null, level }];
  });
}

function deadlines(context: QueryContext): NextThing[] {
  const { db, now } = context;
  const open = openIncidents(context);
  const rows = db.all(
    IdRow,
    `SELECT i.id FROM ${open.from} i WHERE ${open.sql} AND i.dueAt > :now AND i.dueAt <= :until
     ORDER BY i.dueAt LIMIT ${NEXT_MAX}`,
    { ...open.parameters, now, until: isoOf(msOf(now) + AHEAD_MS) },
  );
  return rows.flatMap(({ id }) => {
    const one = db.record(incident, id);
    if (one === undefined) return [];
    return [
      {
        ...saysOf(one),
        kind: 'deadline',
        id: `deadline ${id}`,
        at: one.dueAt,
        text: one.title,
        who: one.assigneeName,
      },
    ];
  });
}

const VIEW = { escalation: incidentEscalation.kind.replaceAll('-', '_') };

function byTime(one: NextThing, other: NextThing): number {
  return one.at < other.at ? -1 : 1;
}
