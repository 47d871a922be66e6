import { randomBytes } from 'node:crypto';
import type { ExchangeRequest } from '#shared/sync/wire.ts';
import type { Organisation, OrganisationTx } from '../storage/storage.ts';

const EPOCH_BYTES = 6;
/**
 * Where versions and references go on when the database was put back: beyond everything that may have been
 * drawn since the backup, by this or another restore of it, so that no number ever means two things. The
 * clock says where that is, as long as fewer than this are drawn a second over the years.
 */
const VERSIONS_A_SECOND = 4_096;
const REFS_A_SECOND = 256;
const REFS_SINCE_MS = Date.UTC(2026, 0, 1);
/** Devices begin anew with each epoch, which costs: what one of them says can't bring it about more often. */
const PAUSE_MS = 24 * 60 * 60_000;

export function newEpoch(): string {
  return randomBytes(EPOCH_BYTES).toString('base64url');
}

/**
 * After the database was put back from a backup: devices notice by the new epoch, tell again what was lost
 * (see `chain-broken`), and are told everything again. Run by the administrator, or on a device's evidence.
 */
export async function beginEpoch(tx: OrganisationTx, nowMs: number): Promise<Organisation> {
  const known = await tx.lockOrganisation();
  const next = {
    ...known,
    epoch: newEpoch(),
    epochAtMs: nowMs,
    version: Math.max(known.version + VERSIONS_A_SECOND, secondsOf(nowMs) * VERSIONS_A_SECOND),
    lastRef: Math.max(known.lastRef + REFS_A_SECOND, secondsOf(nowMs - REFS_SINCE_MS) * REFS_A_SECOND),
  };
  await tx.saveOrganisation(next);
  return next;
}

function secondsOf(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000));
}

/** The same on evidence, unless the present epoch is young. */
export async function beginEpochOnEvidence(tx: OrganisationTx, nowMs: number): Promise<Organisation> {
  const known = await tx.lockOrganisation();
  return isYoung(known, nowMs) ? known : beginEpoch(tx, nowMs);
}

/** Whether the database was put back lately. */
export function isYoung({ epochAtMs, createdAtMs }: Organisation, nowMs: number): boolean {
  return epochAtMs !== createdAtMs && nowMs - epochAtMs < PAUSE_MS;
}

/** A device that has seen more than there is, in this same epoch. */
export function isAhead(
  { version, epoch }: Organisation,
  request: Pick<ExchangeRequest, 'cursors' | 'epoch'>,
): boolean {
  return request.epoch === epoch && Math.max(...request.cursors) > version;
}
