import { missingCase } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import {
  type CodePurpose,
  type DevicesAct,
  type DevicesResponse,
  type IssueCode,
  OPEN_CODES_MAX,
  type RevokeDevice,
} from '#shared/sync/devices.ts';
import type { StorageTx } from '../storage/storage.ts';
import { hashOfCode } from './codes.ts';
import { createSite, issueCode } from './administer.ts';
import { assertMayAt, type DeviceManager, deviceManager, isInSight } from './device-manager.ts';
import { enrolmentError } from './errors.ts';
import { codeIdOf, openCodesOf, tellDevices } from './tell-devices.ts';

export type DevicesAsked = {
  readonly deviceId: string;
  readonly personId: string;
  readonly asked: DevicesAct;
};

type Came = Pick<DevicesResponse, 'issued' | 'codesEnded'>;
const NOTHING: Came = { issued: null, codesEnded: 0 };

/** Does what a person asks of the company's consoles, if they may, and tells how they then stand. */
export async function manageDevices(
  tx: StorageTx,
  { deviceId, personId, asked }: DevicesAsked,
  nowMs: number,
): Promise<DevicesResponse> {
  const manager = await deviceManager(tx, deviceId, personId);
  const came = await act(tx, manager, asked, nowMs);
  return { ...(await tellDevices(tx, manager, nowMs)), ...came };
}

async function act(tx: StorageTx, manager: DeviceManager, asked: DevicesAct, nowMs: number): Promise<Came> {
  switch (asked.act) {
    case 'list':
      return NOTHING;
    case 'issue':
      return issue(tx, manager, asked, nowMs);
    case 'withdraw':
      return withdraw(tx, manager, asked.codeId, nowMs);
    case 'revoke':
      return revoke(tx, manager, asked, nowMs);
    default:
      return missingCase(asked);
  }
}

async function issue(
  tx: StorageTx,
  manager: DeviceManager,
  { purpose, days }: IssueCode,
  nowMs: number,
): Promise<Came> {
  if ((await tx.openCodes(nowMs)).length >= OPEN_CODES_MAX)
    throw enrolmentError('too-many-open-codes', { codesMax: OPEN_CODES_MAX });
  const site = await siteFor(tx, manager, purpose, nowMs);
  const { actor, device } = manager;
  const maker = { madeBy: actor.name, madeAtDeviceId: device.id };
  const { code, expiresAtMs } = await issueCode(tx, site, { nowMs, days, maker });
  const id = codeIdOf(hashOfCode(code));
  return { ...NOTHING, issued: { code, id, expiresAtMs, siteName: site?.name ?? '' } };
}

/** Null: the console brings its own. */
async function siteFor(
  tx: StorageTx,
  manager: DeviceManager,
  purpose: CodePurpose,
  nowMs: number,
): Promise<Site | null> {
  if (purpose.kind === 'site') {
    assertMayAt(manager, purpose.siteId);
    const site = await tx.site(purpose.siteId);
    if (site === undefined) throw enrolmentError('site-unknown');
    return site;
  }
  // Another site for the company: for those whose rights end at none.
  if (manager.sites !== 'all') throw enrolmentError('site-added-away-from-office');
  if (purpose.kind === 'own-site') return null;
  const { code, name, siteKind: kind, timeZone } = purpose;
  assertMayAt(manager, manager.device.siteId, 'sites.manage');
  const known = await tx.siteByCode(code);
  if (known !== undefined) throw enrolmentError('new-site-known', { code: known.code, name: known.name });
  return createSite(tx, code, { name, kind, timeZone }, nowMs);
}

async function withdraw(tx: StorageTx, manager: DeviceManager, codeId: string, nowMs: number): Promise<Came> {
  const code = (await openCodesOf(tx, manager, nowMs)).find(({ hash }) => codeIdOf(hash) === codeId);
  if (code === undefined) throw enrolmentError('code-not-open');
  await tx.endCode(code.hash, nowMs);
  return NOTHING;
}

async function revoke(
  tx: StorageTx,
  manager: DeviceManager,
  { ofDeviceId, reason, isWipeAsked, isOwnMeant }: RevokeDevice,
  nowMs: number,
): Promise<Came> {
  const device = await tx.device(ofDeviceId);
  // Who may not see a console learns nothing of it.
  if (device === undefined || !isInSight(manager, device.siteId))
    throw enrolmentError('console-not-in-sight');
  assertMayAt(manager, device.siteId);
  if (device.id === manager.device.id && !isOwnMeant) throw enrolmentError('own-console');
  const why = { revokedBy: manager.actor.name, revokedReason: reason };
  await tx.revokeDevice(device.id, nowMs, isWipeAsked, why);
  // A console in wrong hands may have made itself a way back in.
  const own = (await tx.openCodes(nowMs)).filter(({ madeAtDeviceId }) => madeAtDeviceId === device.id);
  for (const { hash } of own) await tx.endCode(hash, nowMs);
  return { ...NOTHING, codesEnded: own.length };
}
