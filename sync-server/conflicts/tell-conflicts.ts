import { entityOf } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import { canonicalJson, type Json } from '#shared/kernel/canonical-json.ts';
import {
  CONFLICT_VALUE_CHARACTERS_MAX,
  CONFLICTS_MAX,
  type ConflictsRequest,
  type ConflictsResponse,
  type ToldConflict,
} from '#shared/sync/conflicts.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { isReadable } from '../exchange/scope.ts';
import type { Conflict, ServerRecord, StorageTx } from '../storage/storage.ts';

/** The next conflicts, oldest first, over the records that a device receives. */
export async function tellConflicts(
  tx: StorageTx,
  deviceId: string,
  request: Pick<ConflictsRequest, 'epoch' | 'afterVersion'>,
): Promise<ConflictsResponse> {
  const { epoch, version } = await tx.organisation();
  const device = must(await tx.device(deviceId), `device ${deviceId}`);
  const site = must(await tx.site(device.siteId), `site ${device.siteId}`);
  const after = request.epoch === epoch ? request.afterVersion : 0;
  const { page, more } = wholeVersions(await tx.conflicts(after, CONFLICTS_MAX + 1));
  const records = new Map(
    (await tx.records(keysOf(page))).map((record) => [keyOf(record.collection, record.id), record]),
  );
  const conflicts = page.flatMap((conflict) => {
    const record = records.get(keyOf(conflict.collection, conflict.recordId));
    const isShown = record !== undefined && record.deletedByDeviceId === null && isReadable(record, site);
    return isShown ? [told(conflict, record)] : [];
  });
  return {
    protocol: PROTOCOL_VERSION,
    epoch,
    conflicts,
    devices: await devicesOf(tx, conflicts),
    upTo: more ? (page.at(-1)?.version ?? after) : Math.max(version, after),
    more,
  };
}

/** A page never ends inside a version, unless one version alone fills it; the rest of that one is left out. */
function wholeVersions(rows: readonly Conflict[]): { page: readonly Conflict[]; more: boolean } {
  if (rows.length <= CONFLICTS_MAX) return { page: rows, more: false };
  const last = rows.at(-1)?.version;
  const whole = rows.filter(({ version }) => version !== last);
  return { page: whole.length > 0 ? whole : rows.slice(0, CONFLICTS_MAX), more: true };
}

function told(conflict: Conflict, { kind, siteId }: ServerRecord): ToldConflict {
  const { version, collection, recordId, field, decision, notedAtMs } = conflict;
  const isSensitive = entityOf(kind)?.sensitive.includes(field) ?? true;
  const shown = (value: Json) => (isSensitive ? null : clipped(value));
  return {
    version,
    collection,
    kind,
    recordId,
    siteId,
    field,
    standing: {
      deviceId: conflict.standingDeviceId,
      hlc: conflict.standingHlc,
      value: shown(conflict.standingValue),
    },
    sent: {
      deviceId: conflict.sentDeviceId,
      hlc: conflict.sentHlc,
      value: shown(conflict.sentValue),
      by: conflict.sentBy,
    },
    decision,
    result: shown(conflict.resultValue),
    notedAtMs,
  };
}

function clipped(value: Json): Json {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  if (text.length <= CONFLICT_VALUE_CHARACTERS_MAX) return value;
  // A cut must not leave half of a surrogate pair.
  return `${text.slice(0, CONFLICT_VALUE_CHARACTERS_MAX).toWellFormed()}…`;
}

async function devicesOf(
  tx: StorageTx,
  conflicts: readonly ToldConflict[],
): Promise<ConflictsResponse['devices']> {
  const ids = new Set(conflicts.flatMap(({ standing, sent }) => [standing.deviceId, sent.deviceId]));
  const devices: ConflictsResponse['devices'] = [];
  for (const id of ids) {
    const device = await tx.device(id);
    if (device === undefined) continue;
    const site = await tx.site(device.siteId);
    devices.push({ id, name: device.name, siteName: site?.name ?? '' });
  }
  return devices;
}

function keysOf(conflicts: readonly Conflict[]) {
  const keys = new Map(
    conflicts.map(({ collection, recordId }) => [keyOf(collection, recordId), { collection, id: recordId }]),
  );
  return [...keys.values()];
}

function keyOf(collection: string, id: string): string {
  return `${collection}/${id}`;
}
