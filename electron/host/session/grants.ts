import { z } from 'zod';
import type { Person } from '#shared/domains/people/schema.ts';
import { person } from '#shared/domains/people/schema.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { type GrantSet, grantText } from '#shared/sync/grants.ts';
import type { Store } from '../store/store.ts';
import { isSignedBy } from '../sync/signed-by.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** So long before the end people are told. */
const WARNED_MS = 7 * DAY_MS;
/** Time is written down in steps of this, so that a quiet console does not wear its disk. */
const KEPT_STEP_MS = 10 * 60_000;

export type GrantState = {
  /** `ending`: within a week. `lapsed`: reading and emergencies only. */
  readonly state: 'held' | 'ending' | 'lapsed';
  readonly expiresAt: string;
};

/**
 * Takes the server's word in, as a part of the transaction that runs. One that the server did not sign, that is for
 * another console, or older than what is here, changes nothing: what was granted before goes on to its end.
 */
export function takeGrants({ state }: Pick<Store, 'state'>, grants: GrantSet, nowMs: number): void {
  const { deviceId, membership, site } = state;
  if (deviceId === undefined || membership?.serverKey === undefined || grants.siteId !== site?.id) return;
  const { signature: signatureHex, ...said } = grants;
  const signedText = grantText(deviceId, said);
  if (!isSignedBy(membership.serverKey, { signedText, signatureHex })) return;
  if (grants.issuedAtMs < (state.grants?.issuedAtMs ?? 0)) return;
  state.grants = grants;
  state.grantTime = { usedMs: grants.issuedAtMs, lastMs: nowMs };
}

/** What is left of a person's grant at this console; null where nobody signs any. */
export function grantOf(store: Store, who: Person, nowMs: number): GrantState | null {
  const { grants, membership } = store.state;
  if (membership === undefined || grants === undefined) return null;
  const usedMs = timeUsed(store, nowMs);
  const expiresAt = isoOf(grants.expiresAtMs);
  if (usedMs >= grants.expiresAtMs || !isVouchedFor(store, who, grants))
    return { state: 'lapsed', expiresAt };
  return { state: usedMs >= grants.expiresAtMs - WARNED_MS ? 'ending' : 'held', expiresAt };
}

/**
 * Time as the grant counts it: the server's when it was issued, and from then on every step forward of this
 * console's clock. Setting the clock back takes nothing back, and what passes afterwards counts again.
 */
function timeUsed({ state }: Pick<Store, 'state'>, nowMs: number): number {
  const { usedMs, lastMs } = state.grantTime ?? { usedMs: nowMs, lastMs: nowMs };
  const stepMs = nowMs - lastMs;
  const used = usedMs + Math.max(0, stepMs);
  if (stepMs < 0 || stepMs >= KEPT_STEP_MS) state.grantTime = { usedMs: used, lastMs: nowMs };
  return used;
}

/**
 * Named by the server, or by an administrator of this console since: the server has yet to hear of them. People of
 * other sites, who sign in at an office, are named at their own.
 */
function isVouchedFor(store: Store, who: Person, { people, issuedAtMs, siteId }: GrantSet): boolean {
  if (who.siteId !== siteId || people.some(({ id }) => id === who.id)) return true;
  if (msOf(who.createdAt) >= issuedAtMs) return true;
  const sql = 'SELECT version FROM record_sync WHERE collection = :collection AND id = :id';
  const told = store.get(z.object({ version: z.int() }), sql, { collection: person.collection, id: who.id });
  return told === undefined || told.version === 0;
}
