import { z } from 'zod';
import type { Json } from '../kernel/canonical-json.ts';
import { COLLECTIONS } from '../kernel/define-entity.ts';
import { isHlc } from '../kernel/clock.ts';
import { TOKEN_CHARACTERS_MAX } from './limits.ts';

/**
 * `POST /v1/conflicts`: fields that two consoles set without knowing of each other, and what became of them. Asked
 * for when somebody wants to see them; an exchange does not carry them.
 */
export const CONFLICTS_PATH = '/v1/conflicts';

/** Of one answer; a device asks again for the rest. */
export const CONFLICTS_MAX = 200;
/** A longer text is told as its beginning, with an ellipsis: what was decided can be judged by it. */
export const CONFLICT_VALUE_CHARACTERS_MAX = 500;

const Count = z.int().nonnegative();
const Token = z.string().max(TOKEN_CHARACTERS_MAX);
const Id = z.string().max(36);
const Value: z.ZodType<Json> = z.json();
const Stamp = z.string().max(40).refine(isHlc);

export const ConflictsRequest = z.strictObject({
  protocol: z.int(),
  deviceId: Id,
  /** The server's epoch as last told; in another one, versions begin anew and everything is told again. */
  epoch: Token,
  /** Up to which version of the organisation the device has them. */
  afterVersion: Count,
});
export type ConflictsRequest = z.infer<typeof ConflictsRequest>;

export const ToldConflict = z.strictObject({
  /** The organisation's version that the second of the two was given. */
  version: z.int().positive(),
  collection: z.enum(COLLECTIONS),
  kind: z.string().max(40),
  recordId: Id,
  /** Site of the record. */
  siteId: Id,
  field: z.string().max(80),
  /** What stood at the server. Values of sensitive fields are never told: they are null. */
  standing: z.strictObject({ deviceId: Id, hlc: Stamp, value: Value }),
  /** What came then. `by` is empty where no person did it. */
  sent: z.strictObject({ deviceId: Id, hlc: Stamp, value: Value, by: z.string().max(200) }),
  decision: z.enum(['taken', 'kept', 'combined']),
  result: Value,
  notedAtMs: Count,
});
export type ToldConflict = z.infer<typeof ToldConflict>;

export const ConflictsResponse = z.strictObject({
  protocol: z.int(),
  epoch: Token,
  conflicts: z.array(ToldConflict).max(CONFLICTS_MAX),
  /** The consoles that are named above. */
  devices: z.array(z.strictObject({ id: Id, name: z.string().max(80), siteName: z.string().max(80) })),
  /** Up to which version everything is told now. */
  upTo: Count,
  more: z.boolean(),
});
export type ConflictsResponse = z.infer<typeof ConflictsResponse>;
