import { z } from 'zod';
import { PROFILES_ON_DUTY } from '../../access/duty.ts';
import { defineQuery, type QueryContext, rowCondition, siteCondition } from '../../kernel/define-query.ts';
import { Severity } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { person } from '../people/schema.ts';
import { notificationError } from './errors.ts';
import { addressOf, workingChannels } from './rules.ts';
import {
  Channel,
  delivery,
  messageTemplate,
  notification,
  notificationPreferences,
  OUTBOUND_CHANNELS,
  type Preferences,
  RECEIPTS,
  USUAL_PREFERENCES,
} from './schema.ts';
import { stateOf, stateSince } from './states.ts';

/** For the queries of other domains. */
export { type MessageTold, type PersonTold, toldAbout } from './told-about.ts';

const LINES_A_PAGE_MAX = 100;
/** More than one line can have gathered. */
const DELIVERIES_MAX = 200;
const RECENT_DELIVERIES = 20;

const { shape } = notification.schema;
const jsonOf = <S extends z.ZodType>(schema: S) =>
  z.string().transform((text): z.output<S> => schema.parse(JSON.parse(text)));

const LineRow = notification.schema
  .omit({
    occurrences: true,
    titleParams: true,
    bodyParams: true,
    kind: true,
    dedupeKey: true,
    groupKey: true,
  })
  .extend({
    titleParams: jsonOf(shape.titleParams),
    bodyParams: jsonOf(shape.bodyParams),
    sortValue: z.string(),
  });
const COLUMNS = Object.keys(LineRow.omit({ sortValue: true }).shape)
  .map((column) => `n.${column}`)
  .join(', ');

const Cursor = z.object({ value: z.union([z.string().max(30), z.number()]), id: z.string().max(36) });

export const SHOWN_LINES = ['open', 'unread', 'critical', 'all'] as const;
const SHOWN: { readonly [Show in (typeof SHOWN_LINES)[number]]: string } = {
  open: 'AND n.acknowledgedAt IS NULL',
  unread: 'AND n.acknowledgedAt IS NULL AND n.readAt IS NULL',
  critical: "AND n.acknowledgedAt IS NULL AND n.severity = 'critical'",
  all: '',
};

/** One's own inbox, the newest first: page by page, from a line on, so that what comes meanwhile shifts nothing. */
export const inbox = defineQuery({
  name: 'notifications.inbox',
  feature: 'notifications.read',
  input: z.object({
    severity: Severity.nullable().default(null),
    category: z.string().max(60).nullable().default(null),
    show: z.enum(SHOWN_LINES).default('open'),
    direction: z.enum(['ascending', 'descending']).default('descending'),
    cursor: Cursor.nullable().default(null),
    limit: z.int().min(1).max(LINES_A_PAGE_MAX).default(50),
  }),
  reads: ['work'],
  run({ db, actor }, { severity, category, show, direction, cursor, limit }) {
    const [order, beyond] = direction === 'ascending' ? ['ASC', '>'] : ['DESC', '<'];
    const page = cursor === null ? '' : `AND (n.raisedAt, n.id) ${beyond} (:cursorAt, :cursorId)`;
    const found = db.all(
      LineRow,
      `SELECT ${COLUMNS}, n.raisedAt AS sortValue FROM notification n
       WHERE n.personId = :me AND n.dismissedAt IS NULL ${SHOWN[show]}
         AND (:severity IS NULL OR n.severity = :severity) AND (:category IS NULL OR n.category = :category) ${page}
       ORDER BY n.raisedAt ${order}, n.id ${order} LIMIT :rows`,
      {
        me: actor.id,
        severity,
        category,
        ...(cursor === null ? {} : { cursorAt: cursor.value, cursorId: cursor.id }),
        rows: limit + 1,
      },
    );
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, next: last === undefined ? null : { value: last.sortValue, id: last.id } };
  },
});

const SummaryRow = z.object({ unread: z.int(), critical: z.int(), newestId: z.string().nullable() });
const CategoryRow = z.object({ category: z.string() });

/** What the bell shows: lines not read, critical ones that nobody acknowledged, and which categories there are. */
export const summary = defineQuery({
  name: 'notifications.summary',
  feature: 'notifications.read',
  input: z.object({}),
  reads: ['work'],
  run({ db, actor }) {
    const where = 'personId = :me AND dismissedAt IS NULL AND acknowledgedAt IS NULL';
    const counted = db.get(
      SummaryRow,
      `SELECT count(*) FILTER (WHERE readAt IS NULL) AS unread,
              count(*) FILTER (WHERE severity = 'critical') AS critical,
              (SELECT id FROM notification WHERE ${where} ORDER BY raisedAt DESC, id DESC LIMIT 1) AS newestId
       FROM notification WHERE ${where}`,
      { me: actor.id },
    );
    const categories = db.all(
      CategoryRow,
      'SELECT DISTINCT category FROM notification WHERE personId = :me ORDER BY category LIMIT 100',
      { me: actor.id },
    );
    return {
      ...(counted ?? { unread: 0, critical: 0, newestId: null }),
      categories: categories.map(({ category }) => category),
    };
  },
});

/** SQL knows no field that is missing, only one without a value. */
const receipt = z.enum(RECEIPTS).nullable();
const DeliveryRow = delivery.schema.omit({ kind: true, body: true, subject: true }).extend({ receipt });

/** What became of each message of a line of one's own, oldest first. */
export const deliveries = defineQuery({
  name: 'notifications.deliveries',
  feature: 'notifications.read',
  input: z.object({ notificationId: RecordId }),
  reads: ['work'],
  run(context, { notificationId }) {
    const line = context.db.record(notification, notificationId);
    if (line === undefined || line.personId !== context.actor.id) {
      throw notificationError('no-such-line');
    }
    return deliveryRows(context, 'd.notificationId = :id ORDER BY d.createdAt, d.channel', {
      id: notificationId,
      rows: DELIVERIES_MAX,
    }).map(shownDelivery);
  },
});

function deliveryRows({ db }: QueryContext, where: string, parameters: { id: string; rows: number }) {
  const columns = Object.keys(DeliveryRow.shape).map((column) => `d.${column}`);
  return db.all(
    DeliveryRow,
    `SELECT ${columns.join(', ')} FROM delivery d WHERE ${where} LIMIT :rows`,
    parameters,
  );
}

function shownDelivery(row: z.infer<typeof DeliveryRow>) {
  const { id, channel, carrier, address, attempts, problem, createdAt, nextAt, suppressedBecause } = row;
  const state = stateOf(row);
  return {
    id,
    channel,
    carrier,
    address,
    attempts,
    problem,
    createdAt,
    suppressedBecause,
    isReceiptAwaited: row.receipt === 'awaited',
    state,
    since: stateSince(row),
    nextAt: state === 'queued' ? nextAt : null,
  };
}

/** How one is told; how somebody else is, for who may set it. */
export const preferences = defineQuery({
  name: 'notifications.preferences',
  feature: 'notifications.read',
  input: z.object({}),
  reads: ['settings'],
  run: ({ db, actor }): Preferences => preferencesOf(db.record(notificationPreferences, actor.id)),
});

export const preferencesFor = defineQuery({
  name: 'notifications.preferencesFor',
  feature: 'notifications.manage',
  input: z.object({ personId: RecordId }),
  reads: ['settings', 'people'],
  run({ db, sites }, { personId }) {
    const whom = db.record(person, personId);
    if (whom === undefined || (sites !== 'all' && !sites.includes(whom.siteId))) {
      throw notificationError('person-unseen');
    }
    return { name: whom.name, ...preferencesOf(db.record(notificationPreferences, personId)) };
  },
});

function preferencesOf(
  kept: (Preferences & { id: string; kind: string; siteId: string }) | undefined,
): Preferences {
  if (kept === undefined) return USUAL_PREFERENCES;
  const { id: _id, kind: _kind, siteId: _siteId, ...chosen } = kept;
  return chosen;
}

const TemplateRow = messageTemplate.schema.omit({ kind: true, siteId: true });

/** Texts that the console's own site has set itself. */
export const templates = defineQuery({
  name: 'notifications.templates',
  feature: 'templates.manage',
  input: z.object({}),
  reads: ['settings'],
  run({ db, site }) {
    const columns = Object.keys(TemplateRow.shape).join(', ');
    return db.all(
      TemplateRow,
      `SELECT ${columns} FROM message_template WHERE siteId = :site AND body <> '' ORDER BY category, channel LIMIT 500`,
      { site: site.id },
    );
  },
});

const PERSON_ROWS_MAX = 500;
const PersonRow = z.object({
  id: z.string(),
  name: z.string(),
  jobProfile: z.string(),
  siteId: z.string(),
  siteName: z.string().nullable(),
});

/** NTF-7: who of those who are called when something happens can be reached away from a console, and how. */
export const reachability = defineQuery({
  name: 'notifications.reachability',
  feature: 'people.read',
  input: z.object({ dutyOnly: z.boolean().default(true) }),
  reads: ['people', 'settings', 'work'],
  run(context, { dutyOnly }) {
    const { db } = context;
    const scope = rowCondition({ siteId: 'p.siteId', ownerId: 'p.id' }, context);
    const people = db.all(
      PersonRow,
      `SELECT p.id, p.name, p.jobProfile, p.siteId, s.name AS siteName
       FROM person p LEFT JOIN site s ON s.id = p.siteId
       WHERE ${scope.sql} AND p.active = 1
         AND (:dutyOnly = 0 OR p.jobProfile IN (SELECT value FROM json_each(:profiles)))
       ORDER BY p.name COLLATE NOCASE, p.id LIMIT ${PERSON_ROWS_MAX}`,
      { ...scope.parameters, dutyOnly: dutyOnly ? 1 : 0, profiles: JSON.stringify(PROFILES_ON_DUTY) },
    );
    return people.map((one) => ({ ...one, ...reachOfPerson(context, one.id) }));
  },
});

const EndedRow = delivery.schema.pick({
  channel: true,
  address: true,
  sentAt: true,
  deliveredAt: true,
  failedAt: true,
  suppressedAt: true,
});

function reachOfPerson(context: QueryContext, personId: string) {
  const chosen = preferencesOf(context.db.record(notificationPreferences, personId));
  const recent = context.db.all(
    EndedRow,
    `SELECT ${Object.keys(EndedRow.shape).join(', ')} FROM delivery
     WHERE personId = :id AND channel <> 'desktop' ORDER BY createdAt DESC, id LIMIT ${RECENT_DELIVERIES}`,
    { id: personId },
  );
  const asked = OUTBOUND_CHANNELS.filter((channel) => addressOf(chosen, channel) !== null);
  const working = workingChannels(chosen, recent);
  return {
    working,
    broken: asked.filter((channel) => !working.includes(channel)),
    isReachable: working.length > 0,
  };
}

/** Messages of the sites one sees that did not go out, newest first: for who keeps the channels working. */
export const troubles = defineQuery({
  name: 'notifications.troubles',
  feature: 'notifications.manage',
  input: z.object({ limit: z.int().min(1).max(100).default(20) }),
  reads: ['work', 'people'],
  run({ db, sites }, { limit }) {
    const scope = siteCondition('d.siteId', sites);
    return db.all(
      z.object({
        id: z.string(),
        channel: Channel,
        problem: z.string().nullable(),
        failedAt: z.string(),
        attempts: z.int(),
        personName: z.string().nullable(),
      }),
      `SELECT d.id, d.channel, d.problem, d.failedAt, d.attempts, p.name AS personName
       FROM delivery d LEFT JOIN person p ON p.id = d.personId
       WHERE ${scope.sql} AND d.failedAt IS NOT NULL AND d.deliveredAt IS NULL
       ORDER BY d.failedAt DESC, d.id LIMIT :limit`,
      { ...scope.parameters, limit },
    );
  },
});

export const notificationQueries = {
  inbox,
  summary,
  deliveries,
  preferences,
  preferencesFor,
  templates,
  reachability,
  troubles,
};
