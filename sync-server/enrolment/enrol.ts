import { timingSafeEqual } from 'node:crypto';
import { must } from '#shared/kernel/assert.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { chainStart } from '#shared/sync/entry.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { type EnrolRequest, type EnrolResponse, enrolText } from '#shared/sync/wire.ts';
import { fromHex, isSignedBy, sha256 } from '../crypto.ts';
import { type Device, type EnrolmentCode, NO_SIGN_INS, type StorageTx } from '../storage/storage.ts';
import { serverKey } from '../server-key.ts';
import { hashOfCode } from './codes.ts';
import { enrolmentError } from './errors.ts';

const DEVICE_ID = /^[0-9a-zA-Z-]{8,36}$/;

/**
 * Takes a device in: the code is used up, the key is kept, the device gets its site and station, all in one
 * transaction. A device whose answer was lost asks again with the same code and key and gets it again.
 */
export async function enrol(tx: StorageTx, request: EnrolRequest, nowMs: number): Promise<EnrolResponse> {
  assertProof(request);
  const code = await findCode(tx, request.code);
  if (code.usedByDeviceId !== null) {
    const device = await tx.device(request.deviceId);
    if (code.usedByDeviceId !== request.deviceId || !isSameKey(device, request))
      throw enrolmentError('code-used');
    return answer(tx, must(device, 'the device that used this code'), nowMs);
  }
  if (nowMs >= code.expiresAtMs) throw enrolmentError('code-expired');
  if ((await tx.device(request.deviceId)) !== undefined) throw enrolmentError('device-known');
  assertMayJoin(code, request);
  const siteId = code.siteId ?? (await foundSite(tx, request.site, nowMs)).id;
  const device = newDevice(request, {
    siteId,
    station: await tx.nextStation(siteId),
    isFounder: code.siteId === null,
    nowMs,
  });
  await tx.insertDevice(device);
  await tx.useCode(code.hash, device.id);
  return answer(tx, device, nowMs);
}

function newDevice(
  request: EnrolRequest,
  place: { siteId: string; station: number; isFounder: boolean; nowMs: number },
): Device {
  const { siteId, station, isFounder, nowMs } = place;
  return {
    id: request.deviceId,
    name: request.deviceName,
    publicKey: fromHex(request.publicKey),
    siteId,
    station,
    isFounder,
    enrolledAtMs: nowMs,
    revokedAtMs: null,
    revokedBy: '',
    revokedReason: '',
    isWipeAsked: false,
    requestCounter: 0,
    seenAtMs: nowMs,
    lastSeq: 0,
    lastHash: chainStart(sha256, request.deviceId),
    highestSeq: 0,
    incarnation: '',
    pastIncarnations: [],
    schemas: '',
    schemaTable: {},
    passedVersion: 0,
    signIn: NO_SIGN_INS,
  };
}

async function answer(tx: StorageTx, device: Device, nowMs: number): Promise<EnrolResponse> {
  const organisation = await tx.organisation();
  return {
    protocol: PROTOCOL_VERSION,
    organisationId: organisation.id,
    organisationName: organisation.name,
    site: must(await tx.site(device.siteId), `site ${device.siteId}`),
    station: device.station,
    serverKey: (await serverKey(tx)).publicKeyHex,
    serverTimeMs: nowMs,
  };
}

function assertProof(request: EnrolRequest): void {
  if (!DEVICE_ID.test(request.deviceId)) {
    throw enrolmentError('no-device-id');
  }
  if (isSignedBy(fromHex(request.publicKey), enrolText(request), request.proof)) return;
  throw enrolmentError('key-not-proven');
}

async function findCode(tx: StorageTx, typed: string): Promise<EnrolmentCode> {
  const hash = hashOfCode(typed);
  const code = await tx.code(hash);
  if (code !== undefined && timingSafeEqual(code.hash, hash)) return code;
  throw enrolmentError('code-unknown');
}

/** The console's own site becomes one of the organisation; its record arrives with the console's journal. */
async function foundSite(tx: StorageTx, site: Site | undefined, nowMs: number): Promise<Site> {
  if (site === undefined) {
    throw enrolmentError('console-without-site');
  }
  const known = (await tx.site(site.id)) ?? (await tx.siteByCode(site.code));
  if (known !== undefined) {
    throw enrolmentError('own-site-known', { code: known.code, name: known.name });
  }
  await tx.insertSite(site, nowMs);
  return site;
}

/** A console that worked for one site would carry its records into another; refused before the code is used up. */
function assertMayJoin(code: EnrolmentCode, { site }: EnrolRequest): void {
  if (code.siteId === null || site === undefined || site.id === code.siteId) return;
  throw enrolmentError('console-of-another-site', { site: site.name });
}

function isSameKey(device: Device | undefined, request: EnrolRequest): boolean {
  return device !== undefined && timingSafeEqual(device.publicKey, fromHex(request.publicKey));
}
