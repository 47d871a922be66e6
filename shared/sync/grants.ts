import { z } from 'zod';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { DAY_MS } from '../kernel/durations.ts';

/**
 * The company's word for the people of one console: until when each may work there without the console hearing from
 * the server again. Travels with the answer to an exchange, also by file, and is signed by the server's own key.
 */
export const GrantSet = z.strictObject({
  siteId: z.string().max(36),
  issuedAtMs: z.int().nonnegative(),
  expiresAtMs: z.int().nonnegative(),
  people: z.array(z.strictObject({ id: z.string().max(36), role: z.string().max(10) })).max(1_000),
  /** Ed25519 over `grantText`, hex: one signature binds each person to console, site, role and times. */
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type GrantSet = z.infer<typeof GrantSet>;

/** Names the console: what was granted to one is nothing to another. */
export function grantText(
  deviceId: string,
  { siteId, issuedAtMs, expiresAtMs, people }: Omit<GrantSet, 'signature'>,
) {
  return ['fairlead/grant/1', deviceId, canonicalJson({ siteId, issuedAtMs, expiresAtMs, people })].join(
    '\n',
  );
}

/** A ship may be out of reach for a quarter of a year; on land a month means that something is wrong. */
export function grantDays(siteKind: string): number {
  return siteKind === 'vessel' ? 90 : 30;
}

export function grantEndsAtMs(siteKind: string, issuedAtMs: number): number {
  return issuedAtMs + grantDays(siteKind) * DAY_MS;
}

/** A program that knows this kind reads grants; to an older one an answer with more in it would be nonsense. */
export const GRANTS_CAME_WITH = 'second-factor';
