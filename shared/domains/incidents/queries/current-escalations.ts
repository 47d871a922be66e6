import { z } from 'zod';
import { defineQuery, type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { type Incident, incident } from '../schema.ts';
import { CRITICAL_LEVEL } from '../rules/rows-of-numbers.ts';
import { indexFilter } from './index-filter.ts';

export const ESCALATIONS_SHOWN_MAX = 5;

export type CurrentEscalation = {
  readonly incident: Incident;
  readonly siteName: string | null;
  /** When the ladder came to its level. */
  readonly since: string;
  /** Whom its last step called; empty where nobody was found for it. */
  readonly waitsFor: readonly string[];
};

/**
 * Escalations at level 2 and above that are not over: first those that nobody has taken, the highest level first.
 * From the index of open incidents alone; drills and merged ones are left out, as in every number of the overview.
 */
export const currentEscalations = defineQuery({
  name: 'incidents.currentEscalations',
  feature: 'incidents.read',
  input: z.object({}),
  reads: ['incidents', 'settings'],
  run(context) {
    const { db, actor } = context;
    const scope = rowCondition(scopeColumns(incident, 'i'), context);
    const index = indexFilter(db, 'open_incident', { text: '', actor });
    const { from, sql } = index?.page ?? { from: 'open_incident', sql: '1' };
    const walk = `FROM ${from} i WHERE ${sql} AND ${scope.sql} AND i.escalationLevel >= ${CRITICAL_LEVEL}
      AND i.isDrill IS NOT 1 AND i.mergedIntoId IS NULL`;
    const parameters = { ...scope.parameters, ...index?.parameters };
    const counted = db.get(z.object({ total: z.int() }), `SELECT count(*) AS total ${walk}`, parameters);
    const rows = db.all(
      z.object({ id: z.string() }),
      `SELECT i.id ${walk}
       ORDER BY i.acknowledgedAt IS NOT NULL, i.escalationLevel DESC, i.severityRank DESC, i.dueAt, i.number
       LIMIT ${ESCALATIONS_SHOWN_MAX}`,
      parameters,
    );
    return {
      total: counted?.total ?? 0,
      rows: rows.flatMap(({ id }) => {
        const found = db.record(incident, id);
        return found === undefined ? [] : [escalationOf(context, found)];
      }),
    };
  },
});

const names = z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text)));
const StepRow = z.object({ level: z.int(), at: z.string(), calledNames: names });
const STEPS_READ = 50;

function escalationOf({ db }: QueryContext, found: Incident): CurrentEscalation {
  const site = db.get(z.object({ name: z.string() }), 'SELECT s.name FROM site s WHERE s.id = :id', {
    id: found.siteId,
  });
  const steps = db.all(
    StepRow,
    `SELECT e.level, e.at, e.calledNames FROM incident_escalation e
     WHERE e.incidentId = :id AND e.at >= :from AND e.calledOffAt IS NULL ORDER BY e.at DESC, e.id DESC LIMIT ${STEPS_READ}`,
    { id: found.id, from: found.clockStartedAt },
  );
  // The same level may have been called more than once since: it waits since the first of these.
  const others = steps.findIndex(({ level }) => level !== found.escalationLevel);
  const first = steps.slice(0, others === -1 ? steps.length : others).at(-1);
  return {
    incident: found,
    siteName: site?.name ?? null,
    since: first?.at ?? found.stageEnteredAt,
    waitsFor: steps[0]?.calledNames ?? [],
  };
}
