import type { Site } from '#shared/kernel/define-command.ts';
import {
  type DevicesResponse,
  OPEN_CODES_MAX,
  TOLD_DEVICES_MAX,
  TOLD_RIGHTS_MAX,
  type ToldCode,
  type ToldDevice,
  type ToldRight,
} from '#shared/sync/devices.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { ownSchemas, type SchemaTable } from '#shared/sync/schemas.ts';
import { hex } from '../crypto.ts';
import type { Device, EnrolmentCode, StorageTx } from '../storage/storage.ts';
import { type DeviceManager, isInSight } from './device-manager.ts';

export type DevicesTold = Omit<DevicesResponse, 'issued' | 'codesEnded'>;

/** Consoles, open codes and rights taken in emergencies, as far as somebody may see them. */
export async function tellDevices(
  tx: StorageTx,
  manager: DeviceManager,
  nowMs: number,
): Promise<DevicesTold> {
  const known = new Sites(tx);
  const inSight = (await tx.devices())
    .filter(({ siteId }) => isInSight(manager, siteId))
    .sort((a, b) => b.seenAtMs - a.seenAtMs)
    .slice(0, TOLD_DEVICES_MAX);
  const devices: ToldDevice[] = [];
  for (const device of inSight) devices.push(toldDevice(device, await known.site(device.siteId)));
  const codes: ToldCode[] = [];
  for (const code of await openCodesOf(tx, manager, nowMs)) {
    const site = code.siteId === null ? undefined : await known.site(code.siteId);
    codes.push(toldCode(code, site));
  }
  return {
    protocol: PROTOCOL_VERSION,
    reach: manager.sites === 'all' ? 'company' : 'site',
    devices: devices.sort(bySite),
    codes,
    rights: rightsOf(inSight),
  };
}

/** Those that were shut out come last. */
function bySite(a: ToldDevice, b: ToldDevice): number {
  const byState = Number(a.revoked !== null) - Number(b.revoked !== null);
  return byState || a.siteName.localeCompare(b.siteName) || a.station - b.station;
}

/** Codes that somebody may see; one for a console that brings its own site concerns those who see every site. */
export async function openCodesOf(
  tx: StorageTx,
  manager: Pick<DeviceManager, 'sites'>,
  nowMs: number,
): Promise<EnrolmentCode[]> {
  const codes = await tx.openCodes(nowMs);
  return codes
    .filter(({ siteId }) => (siteId === null ? manager.sites === 'all' : isInSight(manager, siteId)))
    .slice(0, OPEN_CODES_MAX);
}

const CODE_ID_DIGITS = 16;

export function codeIdOf(hash: Uint8Array): string {
  return hex(hash).slice(0, CODE_ID_DIGITS);
}

function toldDevice(device: Device, site: Site | undefined): ToldDevice {
  const { id, name, siteId, station, enrolledAtMs, seenAtMs, lastSeq, highestSeq } = device;
  const { revokedAtMs, revokedBy, revokedReason, isWipeAsked, schemaTable, pastIncarnations } = device;
  return {
    id,
    name,
    siteId,
    siteName: site?.name ?? '',
    siteKind: site?.kind ?? 'office',
    station,
    enrolledAtMs,
    seenAtMs,
    entries: lastSeq,
    isIncomplete: highestSeq > lastSeq,
    forms: formsOf(schemaTable),
    restores: pastIncarnations.length,
    revoked:
      revokedAtMs === null ? null : { atMs: revokedAtMs, by: revokedBy, reason: revokedReason, isWipeAsked },
  };
}

/** A program that knows a newer form of any kind is a newer program. */
export function formsOf(table: SchemaTable, own: SchemaTable = ownSchemas()): ToldDevice['forms'] {
  const kinds = Object.keys(table);
  if (kinds.length === 0) return 'unknown';
  if (kinds.some((kind) => (table[kind] ?? 0) > (own[kind] ?? 0))) return 'newer';
  return Object.keys(own).some((kind) => (own[kind] ?? 0) > (table[kind] ?? 0)) ? 'older' : 'same';
}

function toldCode(
  { hash, siteId, madeBy, createdAtMs, expiresAtMs }: EnrolmentCode,
  site: Site | undefined,
): ToldCode {
  return {
    id: codeIdOf(hash),
    siteId,
    siteName: site?.name ?? '',
    madeBy,
    madeAtMs: createdAtMs,
    expiresAtMs,
  };
}

function rightsOf(devices: readonly Device[]): ToldRight[] {
  return devices
    .flatMap(({ id, signIn }) =>
      signIn.taken.map(({ name, feature, reason, fromMs, untilMs, used }) => ({
        deviceId: id,
        name: name.slice(0, 200),
        feature,
        reason,
        fromMs,
        untilMs,
        used,
      })),
    )
    .sort((a, b) => b.fromMs - a.fromMs)
    .slice(0, TOLD_RIGHTS_MAX);
}

/** Each site is read once. */
class Sites {
  readonly #tx: StorageTx;
  readonly #known = new Map<string, Site | undefined>();

  constructor(tx: StorageTx) {
    this.#tx = tx;
  }

  async site(id: string): Promise<Site | undefined> {
    if (!this.#known.has(id)) this.#known.set(id, await this.#tx.site(id));
    return this.#known.get(id);
  }
}
