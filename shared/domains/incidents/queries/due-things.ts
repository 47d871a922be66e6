import { z } from 'zod';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { DAY_MS } from '../../../kernel/durations.ts';
import { type QueryContext, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { type Incident, incident } from '../schema.ts';
import { incidentAction } from '../schema/action.ts';
import { complianceEntry } from '../schema/compliance.ts';

/** How far ahead who is on watch looks. */
export const AHEAD_MS = DAY_MS;

/** Something that happens by itself, or that somebody has to do, at a time. */
export type NextThing = {
  readonly kind: 'step' | 'deadline' | 'action' | 'duty';
  readonly id: string;
  readonly at: string;
  readonly incidentId: string;
  readonly number: string;
  /** The incident's title, or what is to be done. */
  readonly text: string;
  /** Whose it is, where it is somebody's; of a duty, the authority that must be told. */
  readonly who: string | null;
  /** Of a duty: under which clause. */
  readonly clause: string | null;
  readonly level: number;
  readonly isDrill: boolean;
};

/** What somebody has to do, walked along an index of what is not done yet. */
type DueKind = {
  /** Rows `d`. */
  readonly from: string;
  readonly sql: string;
  readonly dueAt: string;
  scope(context: QueryContext): ReturnType<typeof rowCondition>;
  say(context: QueryContext, id: string): NextThing | undefined;
};

export const DUE_ACTIONS: DueKind = {
  from: 'open_incident_action d',
  sql: '1',
  dueAt: 'd.dueAt',
  scope: (context) => rowCondition(scopeColumns(incidentAction, 'd'), context),
  say({ db }, id) {
    const action = db.record(incidentAction, id);
    const about = action === undefined ? undefined : db.record(incident, action.incidentId);
    if (action === undefined || action.dueAt === null || about === undefined) return undefined;
    const { dueAt: at, text, ownerName: who } = action;
    return { ...saysOf(about), kind: 'action', id: `action ${id}`, at, text, who };
  },
};

/** What an authority must be told, as `isOwed` of the rules has it, of incidents that a person sees. */
export const DUE_DUTIES: DueKind = {
  from: 'unsettled_incident_compliance d CROSS JOIN incident i',
  sql: 'i.id = d.incidentId AND d.reportedAt IS NULL AND d.withdrawnAt IS NULL AND d.mustReport = 1',
  dueAt: 'd.reportDueAt',
  scope: (context) => rowCondition(scopeColumns(incident, 'i'), context),
  say({ db }, id) {
    const duty = db.record(complianceEntry, id);
    const about = duty === undefined ? undefined : db.record(incident, duty.incidentId);
    if (duty === undefined || duty.reportDueAt === null || about === undefined) return undefined;
    const { reportDueAt: at, authority, requirement: clause } = duty;
    return {
      ...saysOf(about),
      kind: 'duty',
      id: `duty ${id}`,
      at,
      text: about.title,
      who: authority || null,
      clause,
    };
  },
};

/** The late ones that passed last, how many are late, and those that come first within the time ahead. */
export function dueOf(context: QueryContext, kind: DueKind, { lateMax, comingMax }: DueLimits) {
  const { db, now } = context;
  const scope = kind.scope(context);
  const where = `FROM ${kind.from} WHERE ${scope.sql} AND ${kind.sql} AND ${kind.dueAt}`;
  const until = isoOf(msOf(now) + AHEAD_MS);
  const late = db.all(IdRow, `SELECT d.id ${where} <= :now ORDER BY ${kind.dueAt} DESC LIMIT ${lateMax}`, {
    ...scope.parameters,
    now,
  });
  const counted = db.get(z.object({ late: z.int() }), `SELECT count(*) AS late ${where} <= :now`, {
    ...scope.parameters,
    now,
  });
  const coming = db.all(
    IdRow,
    `SELECT d.id ${where} > :now AND ${kind.dueAt} <= :until ORDER BY ${kind.dueAt} LIMIT ${comingMax}`,
    { ...scope.parameters, now, until },
  );
  const said = (rows: typeof late) => rows.flatMap(({ id }) => kind.say(context, id) ?? []);
  return { late: said(late), lateCount: counted?.late ?? 0, coming: said(coming) };
}

type DueLimits = { readonly lateMax: number; readonly comingMax: number };

const IdRow = z.object({ id: z.string() });

/** What everything that is due says of its incident. */
export function saysOf({ id, number, isDrill }: Incident) {
  return { incidentId: id, number, isDrill: isDrill === true, clause: null, level: 0 };
}
