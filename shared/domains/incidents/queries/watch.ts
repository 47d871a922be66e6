import { z } from 'zod';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { defineQuery, type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { type Incident, incident } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { incidentEscalation } from '../schema/escalation.ts';
import { indexFilter } from './index-filter.ts';

/** What one glance takes in. */
export const BURNING_MAX = 5;
export const NEXT_MAX = 8;
export const AHEAD_MS = 24 * 60 * 60_000;

type Called = { readonly level: number; readonly names: readonly string[]; readonly by: string };
export type Burning = {
  readonly incident: Incident;
  readonly siteName: string | null;
  /** Whom the last step of the ladder called; null before the first. */
  readonly called: Called | null;
};
export type NextThing = {
  readonly kind: 'step' | 'deadline' | 'action';
  readonly id: string;
  readonly at: string;
  readonly incidentId: string;
  readonly number: string;
  /** The incident's title, or what is to be done. */
  readonly text: string;
  /** Whose it is, where it is somebody's. */
  readonly who: string | null;
  readonly level: number;
  readonly isDrill: boolean;
};

/**
 * For who is on watch: the worst that burns, whose turn it is, and what is due within a day. From the indexes of open
 * incidents and open actions alone, so that history costs nothing.
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
    const next = [...stepsOf(burning, context.now), ...deadlines(context), ...actionsDue(context)]
      .sort((one, other) => (one.at < other.at ? -1 : 1))
      .slice(0, NEXT_MAX);
    return { total: counted?.total ?? 0, burning, next };
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
     WHERE e.incidentId = :id ORDER BY e.at DESC LIMIT 1`,
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
    const level = one.escalationLevel + 1;
    return [{ ...sayOf(one), kind: 'step', id: `step ${one.id}`, at, text: one.title, who: null, level }];
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
        ...sayOf(one),
        kind: 'deadline',
        id: `deadline ${id}`,
        at: one.dueAt,
        text: one.title,
        who: one.assigneeName,
        level: 0,
      },
    ];
  });
}

/** Those that are late already come first. */
function actionsDue(context: QueryContext): NextThing[] {
  const { db, now } = context;
  const scope = rowCondition(scopeColumns(incidentAction, 'a'), context);
  const rows = db.all(
    IdRow,
    `SELECT a.id FROM ${VIEW.openAction} a WHERE ${scope.sql} AND a.dueAt <= :until
     ORDER BY a.dueAt LIMIT ${NEXT_MAX}`,
    { ...scope.parameters, until: isoOf(msOf(now) + AHEAD_MS) },
  );
  return rows.flatMap(({ id }) => {
    const action = db.record(incidentAction, id);
    const about = action === undefined ? undefined : db.record(incident, action.incidentId);
    if (action === undefined || action.dueAt === null || about === undefined) return [];
    const { dueAt: at, text, ownerName: who } = action;
    return [{ ...sayOf(about), kind: 'action', id: `action ${id}`, at, text, who, level: 0 }];
  });
}

const VIEW = { escalation: incidentEscalation.kind.replaceAll('-', '_'), openAction: 'open_incident_action' };

function sayOf({ id, number, isDrill }: Incident) {
  return { incidentId: id, number, isDrill: isDrill === true };
}
