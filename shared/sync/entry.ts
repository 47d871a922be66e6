import { z } from 'zod';
import { canonicalJson, isJson, type Json, type JsonObject } from '../kernel/canonical-json.ts';
import { type Hlc, isHlc } from '../kernel/clock.ts';
import { COLLECTIONS } from '../kernel/define-entity.ts';
import { ENTRY_CHANGES_MAX, LABEL_PARAMS_MAX, TEXT_CHARACTERS_MAX } from './limits.ts';

export const HlcStamp = z.string().refine((text): text is Hlc => isHlc(text), 'must be 16 hex digits');

// Not `z.json()`, which takes several times as long, and keeps the whole message from being compiled.
export const JsonValue = z.custom<Json>(isJson, 'must be a JSON value');
const Fields: z.ZodType<JsonObject> = z.record(z.string().max(80), JsonValue);

/** One record touched by a command, as it travels. Values are the fields the command set, nothing else. */
export const Change = z.strictObject({
  collection: z.enum(COLLECTIONS),
  kind: z.string().max(40),
  id: z.string().max(36),
  siteId: z.string().max(36),
  op: z.enum(['insert', 'patch', 'delete']),
  /** Server version of the record that the device knew; 0 when it knew none. */
  base: z.int().nonnegative(),
  /** Version of the entity's schema that the device wrote with. */
  schemaVersion: z.int().positive(),
  /** `id`, `kind` and `siteId` stand above and are left out here. */
  fields: Fields,
});
export type Change = z.infer<typeof Change>;

export const ActorStamp = z.strictObject({
  type: z.enum(['person', 'system']),
  id: z.string().max(36),
  /** Name as it was then: an audit entry is readable without looking anyone up. */
  name: z.string().max(TEXT_CHARACTERS_MAX),
});
export type ActorStamp = z.infer<typeof ActorStamp>;

export const LANES = [0, 1, 2, 3] as const;
export const LaneNumber = z.literal(LANES);

/**
 * Stands in a restored journal for an entry that was lost with the store before its server had it. Changes
 * nothing; the chain needs something under its number.
 */
export const LOST_COMMAND = 'sync.lost';

/** One committed command in a device's journal. `seq` is 1, 2, 3 … per device, without gaps. */
export const Entry = z.strictObject({
  seq: z.int().positive(),
  hlc: HlcStamp,
  actor: ActorStamp,
  command: z.string().max(80),
  label: z.strictObject({
    key: z.string().max(120),
    params: z
      .record(z.string().max(40), z.union([z.string().max(TEXT_CHARACTERS_MAX), z.number()]))
      .refine((params) => Object.keys(params).length <= LABEL_PARAMS_MAX, 'has too many parameters')
      .optional(),
  }),
  lane: LaneNumber,
  changes: z.array(Change).max(ENTRY_CHANGES_MAX),
});
export type Entry = z.infer<typeof Entry>;

/** SHA-256, handed in because `shared` knows no Node. Returns 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

const encoder = new TextEncoder();
const SCRATCH_BYTES = 64 * 1024;
const scratch = new Uint8Array(SCRATCH_BYTES);

/** Where a device's chain begins, so that entries of one device can't be passed off as another's. */
export function chainStart(sha256: Sha256, deviceId: string): Uint8Array {
  return sha256(encoder.encode(`fairlead/chain/1/${deviceId}`));
}

/** Hash of an entry: over the hash before it and the entry's canonical text. */
export function chainHash(sha256: Sha256, previous: Uint8Array, entry: Entry): Uint8Array {
  return chainHashOfText(sha256, previous, entryText(entry));
}

/** The same for an entry whose canonical text is at hand. */
export function chainHashOfText(sha256: Sha256, previous: Uint8Array, entry: string): Uint8Array {
  // Three bytes a character at most; one after the other, so that the text is encoded where it is hashed.
  const bytesMax = previous.length + entry.length * 3;
  const bytes = bytesMax <= scratch.length ? scratch : new Uint8Array(bytesMax);
  bytes.set(previous, 0);
  const { written } = encoder.encodeInto(entry, bytes.subarray(previous.length));
  return sha256(bytes.subarray(0, previous.length + written));
}

/** The canonical text of an entry: what is hashed, and what the journal keeps. */
export function entryText(entry: Entry): string {
  // An Entry is made of JSON values only; the optional `params` has no text when it is absent.
  return canonicalJson(entry as unknown as Json);
}
