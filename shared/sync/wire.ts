import { z } from 'zod';
import type { JsonObject } from '../kernel/canonical-json.ts';
import { COLLECTIONS } from '../kernel/define-entity.ts';
import { ERROR_CODES } from '../kernel/errors.ts';
import { Entry } from './entry.ts';
import { EXCHANGE_ENTRIES_MAX } from './limits.ts';

/**
 * The exchange: `POST /v1/sync`, CBOR both ways, deflated where that is smaller (`content-encoding:
 * deflate`). Every request of a device is signed (see `signedText`); the signature covers the body.
 */

const Fields: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const RecordKey = { collection: z.enum(COLLECTIONS), id: z.string().max(36) };

export const ExchangeRequest = z.strictObject({
  protocol: z.int(),
  deviceId: z.string().max(36),
  /** Version of the organisation up to which this device has received everything in its scope. */
  cursor: z.int().nonnegative(),
  /**
   * Cursor at which the current run of pages began. A record that changes between two pages moves to a later
   * one: its fields are told from here, not from the cursor, or what was set before the cursor would be lost.
   */
  since: z.int().nonnegative().optional(),
  entries: z.array(Entry).max(EXCHANGE_ENTRIES_MAX),
  /** Chain head after the last entry sent, or of the last entry acknowledged when none is. */
  head: z.strictObject({ seq: z.int().nonnegative(), hash: Hash }),
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
  }),
  z.strictObject({
    seq: z.int().positive(),
    status: z.literal('rejected'),
    code: z.enum(ERROR_CODES),
    message: z.string(),
    field: z.string().optional(),
  }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** What changed in one record since the cursor, without what the asking device set itself. */
export const RecordDelta = z.strictObject({
  ...RecordKey,
  kind: z.string().max(40),
  siteId: z.string().max(36),
  /** `evict`: no longer in this device's scope; not a deletion. */
  op: z.enum(['upsert', 'delete', 'evict']),
  /** Record's version at the server; the `base` of later changes. */
  version: z.int().positive(),
  fields: Fields,
  /** When the server first had the record, ms UTC: "arrived" on a timeline. */
  arrivedAtMs: z.int().nonnegative(),
});
export type RecordDelta = z.infer<typeof RecordDelta>;

export const ExchangeResponse = z.strictObject({
  protocol: z.int(),
  serverTimeMs: z.int().nonnegative(),
  verdicts: z.array(Verdict),
  records: z.array(RecordDelta),
  cursor: z.int().nonnegative(),
  /** There is more than the budget held: ask again at once. */
  more: z.boolean(),
});
export type ExchangeResponse = z.infer<typeof ExchangeResponse>;

export const SiteDescription = z.strictObject({
  id: z.string().max(36),
  code: z.string().max(6),
  name: z.string().max(80),
  kind: z.enum(['vessel', 'warehouse', 'office', 'dispatch']),
  timeZone: z.string().max(60),
});

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
    /** With `chain-broken`: the last entry of this device that the server holds; send from the next. */
    lastSeq: z.int().nonnegative().optional(),
  }),
});
export type Refusal = z.infer<typeof Refusal>;

/**
 * What a device signs for a request. Headers: `x-fairlead-device`, `x-fairlead-counter`,
 * `x-fairlead-signature` (hex). The counter grows with every request of a device and is kept over
 * restarts; the server refuses one that does not grow (`replayed`).
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
