import { z } from 'zod';
import type { JsonObject } from '../kernel/canonical-json.ts';
import { COLLECTIONS } from '../kernel/define-entity.ts';
import { ERROR_CODES } from '../kernel/errors.ts';
import { Entry, JsonValue, LANES, LaneNumber } from './entry.ts';
import { EXCHANGE_ENTRIES_MAX, TOKEN_CHARACTERS_MAX } from './limits.ts';
import { GrantSet } from './grants.ts';
import { WipeOrder } from './wipe.ts';
import { ChainWitness } from './witness.ts';

/**
 * The exchange: `POST /v1/sync`, a frame (see codec.ts) both ways. Every request of a device is signed (see
 * `signedText`); the signature covers the body as it travels.
 */

const Fields: z.ZodType<JsonObject> = z.record(z.string(), JsonValue);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const RecordKey = { collection: z.enum(COLLECTIONS), id: z.string().max(36) };

export const SiteDescription = z.strictObject({
  id: z.string().max(36),
  code: z.string().max(6),
  name: z.string().max(80),
  kind: z.enum(['vessel', 'warehouse', 'office', 'dispatch']),
  timeZone: z.string().max(60),
});

const Count = z.int().nonnegative();
/** One number per lane. */
const PerLane = z.tuple([Count, Count, Count, Count]);
export type PerLane = z.infer<typeof PerLane>;
const Lanes = z.array(LaneNumber).max(LANES.length);
/** A few characters that only have to be equal or not; empty where there is none yet. */
const Token = z.string().max(TOKEN_CHARACTERS_MAX);

export const ExchangeRequest = z.strictObject({
  protocol: z.int(),
  deviceId: z.string().max(36),
  /** Drawn anew when a store is put back from a backup: of two stores with one key, one is then told apart. */
  incarnation: Token,
  /**
   * Counts the answers this device has taken in, so that a question asked again in the same words is not taken
   * for one whose answer got lost.
   */
  turn: Count,
  /** The server's, as last told (see the response). References are those of this epoch. */
  epoch: Token,
  view: Token,
  /** Short name of the table of kinds and schema versions this program knows (see `schemasId`). */
  schemas: Token,
  /** The table itself, when the server asked for it. */
  schemaTable: z.record(z.string().max(40), z.int().positive()).optional(),
  /** Lanes the device wants news of: fewer on a dear link. */
  lanes: Lanes,
  /** Per lane, the organisation's version up to which this device has received everything in its scope. */
  cursors: PerLane,
  /**
   * Cursors at which the current run of pages began. A record that changes between two pages moves to a later
   * one: its fields are told from here, not from the cursor, or what was set before the cursor would be lost.
   */
  since: PerLane,
  /** Where `since` is 0: the organisation's version when the first of these pages was told; 0 before it was. */
  began: Count,
  /** Tell also what this device set itself: it was restored, or starts over. */
  echo: z.boolean(),
  /** By ascending `seq`, with gaps where slower lanes wait. */
  entries: z.array(Entry).max(EXCHANGE_ENTRIES_MAX),
  /** Entries that were refused before the server lost them and that people have settled since: only kept. */
  withdrawn: z.array(z.int().positive()).max(EXCHANGE_ENTRIES_MAX),
  /** The chain at the end of the run without gaps that is at the server once it has taken this request. */
  head: z.strictObject({ seq: Count, hash: Hash }),
  /** Number of the journal's last entry, sent or not. */
  lastSeq: Count,
  /** How many bytes of records the device wants back at most, before compression. */
  budgetBytes: z.int().positive(),
});
export type ExchangeRequest = z.infer<typeof ExchangeRequest>;

export const Verdict = z.discriminatedUnion('status', [
  z.strictObject({
    seq: z.int().positive(),
    status: z.literal('applied'),
    /** Organisation's version this entry was given. */
    version: z.int().positive(),
    /** Fields that ended up with another value than the one sent, and that value. */
    overridden: z.array(z.strictObject({ ...RecordKey, fields: Fields })),
    /** Short references of the records this entry inserted, in the order of its changes. */
    refs: z.array(z.int().positive()),
  }),
  z.strictObject({
    seq: z.int().positive(),
    status: z.literal('rejected'),
    code: z.enum(ERROR_CODES),
    message: z.string(),
    field: z.string().optional(),
  }),
  /** Not judged and not kept, as are all that follow it: it waits until the server can read it. */
  z.strictObject({
    seq: z.int().positive(),
    status: z.literal('held'),
    code: z.enum(ERROR_CODES),
    message: z.string(),
  }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** What changed in one record since the cursors, without what the asking device set itself (but see `echo`). */
export const RecordDelta = z.strictObject({
  ...RecordKey,
  kind: z.string().max(40),
  siteId: z.string().max(36),
  /** `evict`: no longer in this device's scope; not a deletion. */
  op: z.enum(['upsert', 'delete', 'evict']),
  /** Record's version at the server; the `base` of later changes. */
  version: z.int().positive(),
  /** Short reference: this number names the record within the server's epoch. */
  ref: z.int().positive(),
  fields: Fields,
  /** When the server first had the record, ms UTC: "arrived" on a timeline. */
  arrivedAtMs: Count,
});
export type RecordDelta = z.infer<typeof RecordDelta>;

export const ExchangeResponse = z.strictObject({
  protocol: z.int(),
  serverTimeMs: Count,
  /** Changes when the server's database was put back from a backup: versions and references begin anew. */
  epoch: Token,
  /** Names what this device may see and what of it its program knows. Changes when either does. */
  view: Token,
  /** The organisation's version. */
  version: Count,
  verdicts: z.array(Verdict),
  records: z.array(RecordDelta),
  cursors: PerLane,
  /** Wanted lanes in which there is more than the budget held: ask again at once. */
  more: Lanes,
  /** What the device has can't be continued: it asks from 0 with `echo`, and then drops what it was not told. */
  startOver: z.boolean(),
  /** With `startOver`: where the device belongs now. */
  place: z.strictObject({ site: SiteDescription, station: z.int().positive() }).optional(),
  /** The server does not know the table behind `schemas`, tells no records, and asks for it. */
  askSchemas: z.boolean(),
  /** Now and then, to a program that knows of them: until when each person may work there without contact. */
  grants: GrantSet.optional(),
  /** Now and then, likewise: the head of the device's chain as the server holds it, countersigned. */
  witness: ChainWitness.optional(),
  /** With grants, to a program that knows of it: whether the server takes calls and text messages that come in. */
  takesCalls: z.boolean().optional(),
});
export type ExchangeResponse = z.infer<typeof ExchangeResponse>;

/** `POST /v1/journal`: what the server has of a device's own journal, for a console that was restored. */
export const JournalRequest = z.strictObject({
  protocol: z.int(),
  deviceId: z.string().max(36),
  incarnation: Token,
  /** First entry wanted. */
  from: z.int().positive(),
  /**
   * The server's, as last told, with the first page: where the server is in another one, it may have lost entries,
   * got them again and judged them otherwise, and tells all of them from the first on.
   */
  epoch: Token.optional(),
  budgetBytes: z.int().positive(),
});
export type JournalRequest = z.infer<typeof JournalRequest>;

/** By ascending `seq`; `verdicts[n]` is that of `entries[n]`. Gaps are entries that never arrived. */
export const JournalResponse = z.strictObject({
  protocol: z.int(),
  entries: z.array(Entry),
  verdicts: z.array(Verdict),
  more: z.boolean(),
});
export type JournalResponse = z.infer<typeof JournalResponse>;

/** `POST /v1/enrol`, CBOR or JSON. Not signed by header; the public key is what is being introduced. */
export const EnrolRequest = z.strictObject({
  protocol: z.int(),
  code: z.string().min(8).max(40),
  deviceId: z.string().max(36),
  /** Ed25519 public key, raw 32 bytes as hex. */
  publicKey: Hash,
  deviceName: z.string().min(1).max(80),
  /** Signature by the new key over `enrolText`, hex: proves that the device holds the private key. */
  proof: z.string().regex(/^[0-9a-f]{128}$/),
  /** With a founding code only: the site this console made for itself before it joined. */
  site: SiteDescription.optional(),
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;

export const EnrolResponse = z.strictObject({
  protocol: z.int(),
  organisationId: z.string().max(36),
  organisationName: z.string().max(120),
  site: SiteDescription,
  /** 1 for the console that runs the site's timers and owns its numbers, 2, 3 … for further ones. */
  station: z.int().positive(),
  /** Ed25519 public key of the server, raw 32 bytes as hex: what it signs when it answers by file. */
  serverKey: Hash,
  serverTimeMs: z.int().nonnegative(),
});
export type EnrolResponse = z.infer<typeof EnrolResponse>;

/** Body of every refusal, JSON, with a 4xx or 5xx status. */
export const Refusal = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES),
    message: z.string(),
    remedy: z.string().optional(),
    field: z.string().optional(),
    retryAfterSeconds: z.number().optional(),
    /** With `chain-broken` and `chain-behind`: the last entry of this device that the server holds. */
    lastSeq: z.int().nonnegative().optional(),
    /** With `replayed`: the highest number of a request of this device. Far below where numbers end. */
    counter: z
      .int()
      .nonnegative()
      .max(2 ** 52)
      .optional(),
    /** With `device-revoked`: an administrator asked that this device erases what it holds. Anything else is no order. */
    wipe: WipeOrder.optional().catch(undefined),
  }),
});
export type Refusal = z.infer<typeof Refusal>;

/**
 * What a device signs for a request; see `writeAuthorization` for how it travels. The counter grows with every
 * request of a device and is kept over restarts; the server refuses one that does not grow (`replayed`).
 */
export function signedText(request: {
  deviceId: string;
  counter: number;
  method: string;
  path: string;
  bodySha256Hex: string;
}): string {
  const { deviceId, counter, method, path, bodySha256Hex } = request;
  return ['fairlead/request/1', deviceId, String(counter), method, path, bodySha256Hex].join('\n');
}

export function enrolText(request: Pick<EnrolRequest, 'code' | 'deviceId' | 'publicKey'>): string {
  return ['fairlead/enrol/1', request.code, request.deviceId, request.publicKey].join('\n');
}

/**
 * Attachments, content-addressed by SHA-256 (hex):
 * `HEAD /v1/blobs/<sha>` → 200 with `x-fairlead-have: <bytes>` and, once complete, `x-fairlead-complete: 1`; 404 when unknown.
 * `PUT /v1/blobs/<sha>?offset=<n>&size=<total>` appends a chunk at exactly what the server has; 409 with `x-fairlead-have` when it is elsewhere.
 * `GET /v1/blobs/<sha>?offset=<n>&length=<n>` → a slice, `x-fairlead-size: <total>`; 404 until complete.
 * A blob is served only to devices that see a record naming it.
 */
export const BLOB_PATH = '/v1/blobs/';
