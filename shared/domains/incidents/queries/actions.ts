import { z } from 'zod';
import { defineQuery, rowCondition, scopeColumns } from '../../../kernel/define-query.ts';
import { Severity } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incident } from '../schema.ts';
import { ACTION_KINDS, incidentAction } from '../schema/action.ts';
import { partsOf, seenIncident } from './seen-incident.ts';

/** The actions of one incident: what is open first, the most pressing of it on top. */
export const actions = defineQuery({
  name: 'incidents.actions',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents'],
  run(context, { id }) {
    seenIncident(context, id);
    const rank = ({ state, dueAt }: { readonly state: string; readonly dueAt: string | null }) =>
      `${state === 'open' ? 0 : 1} ${dueAt ?? '9'}`;
    return partsOf(context.db, incidentAction, id).toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  },
});

const ROWS_MAX = 500;
const NO_DAY = '9999';

const OpenActionRow = z.object({
  id: z.string(),
  incidentId: z.string(),
  number: z.string(),
  title: z.string(),
  severity: Severity,
  siteName: z.string().nullable(),
  actionKind: z.enum(ACTION_KINDS),
  text: z.string(),
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  dueAt: z.string().nullable(),
});
export type OpenActionRow = z.infer<typeof OpenActionRow>;

/** What is open over all incidents that one sees, by when it is due; what has no day comes last. */
export const openActions = defineQuery({
  name: 'incidents.openActions',
  feature: 'incidents.read',
  input: z.object({
    mine: z.boolean().default(false),
    overdueOnly: z.boolean().default(false),
    siteId: z.string().max(36).nullable().default(null),
    limit: z.int().min(1).max(ROWS_MAX).default(200),
  }),
  reads: ['incidents', 'settings'],
  run(context, input) {
    const scope = rowCondition(scopeColumns(incident, 'i'), context);
    const where = [
      scope.sql,
      input.mine ? 'o.ownerId = :me' : '',
      input.overdueOnly ? 'o.dueAt <= :now' : '',
      input.siteId === null ? '' : 'o.siteId = :siteId',
    ]
      .filter((condition) => condition !== '')
      .join(' AND ');
    const parameters = {
      ...scope.parameters,
      ...(input.mine ? { me: context.actor.id } : {}),
      ...(input.overdueOnly ? { now: context.now } : {}),
      ...(input.siteId === null ? {} : { siteId: input.siteId }),
    };
    const rows = context.db.all(
      OpenActionRow,
      `SELECT a.id, a.incidentId, i.number, i.title, i.severity, s.name AS siteName, a.actionKind, a.text,
              a.ownerId, a.ownerName, a.dueAt
       FROM open_incident_action o JOIN incident i ON i.id = o.incidentId JOIN incident_action a ON a.id = o.id
            LEFT JOIN site s ON s.id = i.siteId
       WHERE ${where} ORDER BY coalesce(o.dueAt, '${NO_DAY}'), o.id LIMIT :rows`,
      { ...parameters, rows: input.limit + 1 },
    );
    return { rows: rows.slice(0, input.limit), isCut: rows.length > input.limit };
  },
});
