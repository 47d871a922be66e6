import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../kernel/define-entity.ts';
import { growingName, Instant, line, prose, SEVERITIES, Severity } from '../../kernel/fields.ts';

export const CHANNELS = ['desktop', 'email', 'sms', 'push'] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;
/** Channels that leave the console. */
export const OUTBOUND_CHANNELS = ['email', 'sms', 'push'] as const satisfies readonly Channel[];
export type OutboundChannel = (typeof OUTBOUND_CHANNELS)[number];

/** Who hands a message over: a console by itself, a site with a relay of its own, or the company's server. */
export const CARRIERS = ['console', 'site', 'server'] as const;
export type Carrier = (typeof CARRIERS)[number];

/** Whether whoever took a message over says later what became of it. */
export const RECEIPTS = ['awaited', 'none'] as const;

const Id = z.string().max(36);
const Key = z.string().min(1).max(160);
const Params = z.record(z.string().max(40), z.union([z.string().max(200), z.number()]));
/** Of what was grouped into one line, the newest are remembered; a merge of two consoles may hold more. */
export const OCCURRENCES_KEPT = 60;
export const BODY_CHARACTERS_MAX = 4_000;
export const SUBJECT_CHARACTERS_MAX = 200;

/** One line in one person's inbox. */
export const notification = defineEntity({
  kind: 'notification',
  collection: 'work',
  version: 1,
  fields: {
    personId: Id,
    severity: Severity,
    category: growingName(60),
    titleKey: z.string().max(80),
    titleParams: Params,
    bodyKey: z.string().max(80),
    bodyParams: Params,
    linkKind: z.string().max(40),
    linkId: Id,
    route: z.string().max(200),
    dedupeKey: Key,
    groupKey: Key,
    /** What called for it, oldest first. */
    occurrences: z.array(Id).max(4 * OCCURRENCES_KEPT),
    /** How often it was told, the times included that said nothing new. */
    count: z.int().positive(),
    createdAt: Instant,
    /** The last time it was told. */
    raisedAt: Instant,
    readAt: Instant.nullable(),
    acknowledgedAt: Instant.nullable(),
    acknowledgedByName: z.string().max(80).nullable(),
    dismissedAt: Instant.nullable(),
  },
  merge: { occurrences: 'union', count: 'max', raisedAt: 'max' },
  indexes: [['personId', 'raisedAt'], ['linkId'], ['personId', 'groupKey']],
  scope: { ownerId: 'personId' },
});
export type Notification = RecordOf<typeof notification>;

/**
 * One message over one channel. What happened to it stands in fields of their own, each set once by whoever saw it
 * happen: a console that calls it off and a relay that accepts it at the same moment both stay true. `stateOf` says
 * what that comes to.
 */
export const delivery = defineEntity({
  kind: 'delivery',
  collection: 'work',
  version: 2,
  fields: {
    notificationId: Id,
    personId: Id,
    channel: Channel,
    carrier: z.enum(CARRIERS),
    severity: Severity,
    /** E-mail address, telephone number or push token; empty for the desktop. */
    address: z.string().max(500),
    subject: z.string().max(SUBJECT_CHARACTERS_MAX),
    body: prose(BODY_CHARACTERS_MAX),
    createdAt: Instant,
    /** When it is tried, or tried again. */
    nextAt: Instant,
    /** Undelivered by then, it has failed. */
    expiresAt: Instant,
    attempts: z.int().nonnegative(),
    /** Of the last attempt that failed. */
    problem: z.string().max(300).nullable(),
    /** A relay accepted it, or a console showed it. That is not delivery. */
    sentAt: Instant.nullable(),
    /** The other end has it: a receipt came, or the person opened it. */
    deliveredAt: Instant.nullable(),
    failedAt: Instant.nullable(),
    suppressedAt: Instant.nullable(),
    suppressedBecause: growingName(40).nullable(),
    /** What the relay calls it; receipts name it so. */
    relayId: z.string().max(200).nullable(),
    receipt: z.enum(RECEIPTS).optional(),
  },
  addedIn: { receipt: 2 },
  merge: { attempts: 'max' },
  indexes: [['notificationId'], ['personId', 'createdAt']],
  partOf: 'notificationId',
  sensitive: ['address'],
  scope: { ownerId: 'personId' },
});
export type Delivery = RecordOf<typeof delivery>;

const Severities = z.array(Severity).max(SEVERITIES.length);
export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time such as 22:00.');
export const EmailAddress = z.email('An address such as name@example.com.').max(254);
export const PhoneNumber = z
  .string()
  .trim()
  .regex(/^\+[1-9]\d{6,14}$/, 'With country code and no spaces, such as +302101234567.');

export const preferenceFields = {
  email: EmailAddress.nullable(),
  phone: PhoneNumber.nullable(),
  pushToken: z
    .string()
    .trim()
    .min(8, 'At least 8 characters.')
    .max(500)
    .regex(/^[\x21-\x7e]+$/, 'Letters, digits and signs without spaces.')
    .nullable(),
  /** Which severities go over which channel; what is critical goes over every channel there is an address for. */
  desktopFor: Severities,
  emailFor: Severities,
  smsFor: Severities,
  pushFor: Severities,
  /** In the time of the person's site; never for what is critical. */
  quietHours: z
    .strictObject({ from: ClockTime, to: ClockTime })
    .refine(({ from, to }) => from !== to, 'Quiet hours begin and end at different times.')
    .nullable(),
  /** `daily`: e-mail of what is low or medium comes as one message in the morning. */
  digest: z.enum(['off', 'daily']),
  soundOn: z.boolean(),
};

/** How a person wants to be told. Its id is the person's. */
export const notificationPreferences = defineEntity({
  kind: 'notification-preferences',
  collection: 'settings',
  version: 1,
  fields: preferenceFields,
  sensitive: ['email', 'phone', 'pushToken'],
  scope: { ownerId: 'id' },
});
export type Preferences = Omit<RecordOf<typeof notificationPreferences>, 'id' | 'kind' | 'siteId'>;

export const USUAL_PREFERENCES: Preferences = {
  email: null,
  phone: null,
  pushToken: null,
  desktopFor: [...SEVERITIES],
  emailFor: ['high', 'critical'],
  smsFor: ['critical'],
  pushFor: ['high', 'critical'],
  quietHours: null,
  digest: 'off',
  soundOn: true,
};

/** A text of a site's own in the place of a built-in one. One a category and channel. */
export const messageTemplate = defineEntity({
  kind: 'message-template',
  collection: 'settings',
  version: 1,
  fields: {
    category: growingName(60),
    channel: z.enum(OUTBOUND_CHANNELS),
    subject: z.string().max(SUBJECT_CHARACTERS_MAX),
    body: prose(BODY_CHARACTERS_MAX),
    changedAt: Instant,
    changedByName: z.string().max(80),
  },
  indexes: [['category', 'channel']],
});
export type MessageTemplate = RecordOf<typeof messageTemplate>;

/** What a person types into a template. */
export const TemplateText = z.object({
  subject: line(SUBJECT_CHARACTERS_MAX),
  body: prose(BODY_CHARACTERS_MAX).min(1, 'Fill this in.'),
});
