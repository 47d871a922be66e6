import { z } from 'zod';
import { Entry } from './entry.ts';
import { EXCHANGE_ENTRIES_MAX } from './limits.ts';

/**
 * An administrator has had a console shut out and wants nothing left on it. The order travels with the refusal
 * `device-revoked` and is signed by the server's own key, which the console learnt when it was enrolled: whoever
 * else stands between the two can't have a console wiped.
 */
export const WipeOrder = z.strictObject({
  askedAtMs: z.int().nonnegative(),
  /** Ed25519 over `wipeText`, hex. */
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type WipeOrder = z.infer<typeof WipeOrder>;

/** Names the console: an order for one is none for another. A device id is never given to a second console. */
export function wipeText(deviceId: string, askedAtMs: number): string {
  return ['fairlead/wipe/1', deviceId, String(askedAtMs)].join('\n');
}

/**
 * `POST /v1/quarantine`, only from a console that was told to wipe itself: its unsent work, which nobody judges
 * or carries out; an administrator finds it as files at the server.
 */
export const QUARANTINE_PATH = '/v1/quarantine';

export const QuarantineRequest = z.strictObject({
  protocol: z.int(),
  deviceId: z.string().max(36),
  entries: z.array(Entry).min(1).max(EXCHANGE_ENTRIES_MAX),
});
export type QuarantineRequest = z.infer<typeof QuarantineRequest>;

export const QuarantineResponse = z.strictObject({ protocol: z.int(), kept: z.int().nonnegative() });
