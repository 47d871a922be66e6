import { TOMBSTONE_DAYS } from '#shared/sync/limits.ts';
import type { StorageTx } from '../storage/storage.ts';

const TOMBSTONE_MS = TOMBSTONE_DAYS * 24 * 60 * 60_000;

/**
 * Removes tombstones that every active device has passed in every lane, or that are older than
 * `TOMBSTONE_DAYS`. A device that was away for longer starts over (see `isBelowHorizon`), so nothing that was
 * deleted comes back. Run now and then; returns how many are gone.
 */
export async function purgeTombstones(tx: StorageTx, nowMs: number): Promise<number> {
  const organisation = await tx.lockOrganisation();
  const oldestMs = nowMs - TOMBSTONE_MS;
  const active = (await tx.devices()).filter((one) => one.revokedAtMs === null && one.seenAtMs >= oldestMs);
  const passed = Math.min(organisation.version, ...active.map(({ passedVersion }) => passedVersion));
  const horizon = Math.max(organisation.horizon, passed, await tx.newestTombstoneBefore(oldestMs));
  if (horizon === organisation.horizon) return 0;
  await tx.saveOrganisation({ ...organisation, horizon });
  return tx.purgeTombstones(horizon);
}
