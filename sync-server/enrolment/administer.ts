import { v7 as newId } from 'uuid';
import { canonicalJson, type JsonObject } from '#shared/kernel/canonical-json.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Lane, Site } from '#shared/kernel/define-command.ts';
import { site as siteEntity } from '#shared/domains/settings/schema.ts';
import { ENROLMENT_CODE_DAYS } from '#shared/sync/limits.ts';
import type { Device, EnrolmentCode, Organisation, Storage, StorageTx } from '../storage/storage.ts';
import { serverKey } from '../server-key.ts';
import { beginEpoch, newEpoch } from '../exchange/epoch.ts';
import { hashOfCode, newCode } from './codes.ts';
import { enrolmentError } from './errors.ts';
import { putAsServer } from './put-as-server.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

const REFERENCE_LANE: Lane = 2;

/** Nobody: the server's own command line. */
const MADE_HERE: CodeMaker = { madeBy: '', madeAtDeviceId: null };

export type CodeMaker = Pick<EnrolmentCode, 'madeBy' | 'madeAtDeviceId'>;
export type IssuedCode = { readonly code: string; readonly expiresAtMs: number; readonly site: Site | null };
/** What a new site needs; an existing one is found by its code alone. */
export type NewSite = Pick<Site, 'name' | 'kind' | 'timeZone'>;

/** What the administrator of the server does; the command line and tests call these. */
export async function createOrganisation(
  storage: Storage,
  name: string,
  nowMs: number,
): Promise<{ readonly id: string; readonly name: string }> {
  const present = await storage.organisation();
  if (present !== undefined) {
    throw enrolmentError('organisation-known', { organisation: present.name });
  }
  const organisation = { id: newId(), name, createdAtMs: nowMs, epoch: newEpoch() };
  await storage.createOrganisation(organisation);
  return organisation;
}

/** The organisation, or `not-set-up`. */
export async function organisationOf(storage: Storage): Promise<Organisation> {
  const organisation = await storage.organisation();
  if (organisation !== undefined) return organisation;
  throw enrolmentError('no-organisation');
}

/** A code for a console of a site. The site is created when it is new and `details` say what it is. */
export async function issueSiteCode(
  storage: Storage,
  request: { siteCode: string; details: NewSite | undefined },
  nowMs: number,
): Promise<IssuedCode> {
  const { id } = await organisationOf(storage);
  return storage.transaction(id, async (tx) => {
    const known = await tx.siteByCode(request.siteCode);
    const site = known ?? (await createSite(tx, request.siteCode, request.details, nowMs));
    return issueCode(tx, site, { nowMs });
  });
}

/** A code for a console that was set up by itself and brings its own site. */
export async function issueFoundingCode(storage: Storage, nowMs: number): Promise<IssuedCode> {
  const { id } = await organisationOf(storage);
  return storage.transaction(id, (tx) => issueCode(tx, null, { nowMs }));
}

/** A code for a console of a site, or for one that brings its own; good for as many days as it may be, if none are given. */
export async function issueCode(
  tx: StorageTx,
  site: Site | null,
  {
    nowMs,
    days = ENROLMENT_CODE_DAYS,
    maker = MADE_HERE,
  }: { nowMs: number; days?: number; maker?: CodeMaker },
): Promise<IssuedCode> {
  const code = newCode();
  const expiresAtMs = nowMs + days * DAY_MS;
  await tx.insertCode({
    hash: hashOfCode(code),
    siteId: site?.id ?? null,
    createdAtMs: nowMs,
    expiresAtMs,
    usedByDeviceId: null,
    ...maker,
  });
  return { code, expiresAtMs, site };
}

export async function createSite(
  tx: StorageTx,
  code: string,
  details: NewSite | undefined,
  nowMs: number,
): Promise<Site> {
  if (details === undefined) {
    throw enrolmentError('new-site-without-details', { code });
  }
  const site: Site = { id: newId(), code, ...details };
  const fields = siteFields(site);
  await tx.insertSite(site, nowMs);
  const write = { entity: siteEntity, id: site.id, siteId: site.id, fields, lane: REFERENCE_LANE };
  await putAsServer(tx, [{ ...write, setAtMs: nowMs, arrivedAtMs: nowMs }]);
  return site;
}

function siteFields({ id, code, name, kind, timeZone }: Site): JsonObject {
  const fields = { code, name, siteKind: kind, timeZone, imoNumber: null, active: true };
  const parsed = siteEntity.schema.safeParse({ id, siteId: id, kind: siteEntity.kind, ...fields });
  if (parsed.success) return fields;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw enrolmentError('site-impossible', { fields: canonicalJson(fields) });
  throw enrolmentError('site-fault', { fault: issue.message }, { field: issue.path.join('.') });
}

export type DeviceSummary = Pick<
  Device,
  'id' | 'name' | 'station' | 'enrolledAtMs' | 'seenAtMs' | 'revokedAtMs' | 'lastSeq'
> & { readonly siteCode: string };

export async function listDevices(storage: Storage): Promise<DeviceSummary[]> {
  const { id: organisationId } = await organisationOf(storage);
  return storage.transaction(organisationId, async (tx) => {
    const summaries: DeviceSummary[] = [];
    for (const device of await tx.devices()) {
      const { id, name, station, enrolledAtMs, seenAtMs, revokedAtMs, lastSeq } = device;
      const site = must(await tx.site(device.siteId), `site ${device.siteId}`);
      summaries.push({
        siteCode: site.code,
        station,
        id,
        name,
        enrolledAtMs,
        seenAtMs,
        revokedAtMs,
        lastSeq,
      });
    }
    return summaries;
  });
}

/** What the server signs with, as whoever checks its signatures needs it: raw 32 bytes as hex. */
export async function publicKeyOf(storage: Storage): Promise<string> {
  const { id } = await organisationOf(storage);
  return storage.transaction(id, async (tx) => (await serverKey(tx)).publicKeyHex);
}

/**
 * After the database was put back from a backup: versions and references go on beyond what was drawn since,
 * and every console notices, sends again what was lost, and is told everything again.
 */
export async function noteRestored(storage: Storage, nowMs: number): Promise<void> {
  const { id } = await organisationOf(storage);
  await storage.transaction(id, (tx) => beginEpoch(tx, nowMs));
}

/** The device belongs to another site: with its next exchange it gets what that site sees, and drops the rest. */
export async function moveDevice(
  storage: Storage,
  { deviceId, siteCode }: { deviceId: string; siteCode: string },
): Promise<void> {
  const { id } = await organisationOf(storage);
  await storage.transaction(id, async (tx) => {
    if ((await tx.device(deviceId)) === undefined) throw enrolmentError('console-unknown', { deviceId });
    const site = await tx.siteByCode(siteCode);
    if (site === undefined) {
      throw enrolmentError('site-code-unknown', { siteCode });
    }
    await tx.moveDevice(deviceId, site.id, await tx.nextStation(site.id));
  });
}

/**
 * From now on the device is refused. What it sent before stands. With `isWipeAsked` it is told to erase what
 * it holds when it next calls.
 */
export async function revokeDevice(
  storage: Storage,
  deviceId: string,
  nowMs: number,
  isWipeAsked = false,
): Promise<void> {
  const { id } = await organisationOf(storage);
  await storage.transaction(id, async (tx) => {
    if ((await tx.device(deviceId)) === undefined) throw enrolmentError('console-unknown', { deviceId });
    await tx.revokeDevice(deviceId, nowMs, isWipeAsked);
  });
}
