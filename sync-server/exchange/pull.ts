import { must } from '#shared/kernel/assert.ts';
import { type JsonObject, canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { ENTRY_CHANGES_MAX } from '#shared/sync/limits.ts';
import type { ExchangeResponse, RecordDelta } from '#shared/sync/wire.ts';
import type { Device, ServerRecord, StorageTx } from '../storage/storage.ts';
import { isReadable, readableSites } from './scope.ts';

/** Two of the largest entries: whatever is cut off at the end, one whole version is left. */
const PAGE_ROWS_MAX = 2 * ENTRY_CHANGES_MAX;
/** What a delta weighs besides its fields. */
const DELTA_OVERHEAD_BYTES = 120;
/** No device gets more at once, whatever it asks for: half of what a frame may hold. */
const BUDGET_BYTES_MAX = 4 * 1024 * 1024;

export type Page = Pick<ExchangeResponse, 'records' | 'cursor' | 'more'>;

/**
 * What changed in a device's scope since its cursor, oldest change first, as far as the budget reaches.
 * Whole versions only: the cursor then says "everything up to here" and nothing else. At least one version
 * is sent, however large. See `deltaOf` for what of a record travels.
 */
export async function pull(
  tx: StorageTx,
  request: { device: Device; site: Site; cursor: number; since?: number | undefined; budgetBytes: number },
): Promise<Page> {
  const { device, site } = request;
  const organisation = await tx.organisation();
  // A server that was restored from a backup is behind its devices: they are told everything again.
  const from = request.cursor > organisation.version ? 0 : request.cursor;
  // A record that changed between two pages has moved to a later one: what was set before its cursor, and
  // after the run of pages began, has not been told.
  const since = Math.min(request.since ?? from, from);
  const budgetBytes = Math.min(request.budgetBytes, BUDGET_BYTES_MAX);
  const records: RecordDelta[] = [];
  let cursor = from;
  let sizeBytes = 0;
  for (;;) {
    const { groups, isLast } = await nextVersions(tx, site, cursor);
    for (const group of groups) {
      const deltas = group.flatMap((record) => deltaOf(record, { device, site, since }) ?? []);
      const groupBytes = deltas.reduce((sum, delta) => sum + weightBytes(delta), 0);
      if (records.length > 0 && sizeBytes + groupBytes > budgetBytes) return { records, cursor, more: true };
      records.push(...deltas);
      sizeBytes += groupBytes;
      cursor = must(group[0], 'a version with records').version;
    }
    if (isLast) return { records, cursor: organisation.version, more: false };
  }
}

/**
 * What a device is told of a record: the fields set after `since` by anybody else. Fields it set itself
 * are left out; where the merge made something else of them, the verdict's `overridden` says so.
 *
 * A record in which nothing but the device's own work happened is left out whole. One whose value was
 * combined from the device's and somebody else's is sent even without fields: the device then knows the
 * other part, and its next change must not be merged with it again, so it needs the new base.
 */
export function deltaOf(
  record: ServerRecord,
  { device, site, since }: { device: Pick<Device, 'id'>; site: Site; since: number },
): RecordDelta | undefined {
  if (!isReadable(record, site)) return undefined;
  const { collection, id, kind, siteId, version, arrivedAtMs } = record;
  const envelope = { collection, id, kind, siteId, version, arrivedAtMs };
  if (record.deletedByDeviceId !== null) {
    if (record.deletedByDeviceId === device.id) return undefined;
    return { ...envelope, op: 'delete', fields: {} };
  }
  const stamps = Object.entries(record.stamps);
  const fields: JsonObject = Object.fromEntries(
    stamps
      .filter(([, stamp]) => stamp.version > since && stamp.deviceId !== device.id)
      .map(([field]) => [field, record.fields[field] ?? null]),
  );
  const hasForeignPart = stamps.some(([, stamp]) => stamp.foreignVersion > since);
  if (Object.keys(fields).length === 0 && !hasForeignPart) return undefined;
  return { ...envelope, op: 'upsert', fields };
}

/** Records after a version, grouped by version; the last group of a full page may be cut and is left for the next. */
async function nextVersions(
  tx: StorageTx,
  site: Site,
  afterVersion: number,
): Promise<{ groups: ServerRecord[][]; isLast: boolean }> {
  const rows = await tx.recordsAfter({
    siteIds: readableSites(site),
    version: afterVersion,
    rowsMax: PAGE_ROWS_MAX,
  });
  const byVersion = Map.groupBy(rows, (record) => record.version);
  const isLast = rows.length < PAGE_ROWS_MAX;
  const groups = [...byVersion.values()];
  return { groups: isLast ? groups : groups.slice(0, -1), isLast };
}

function weightBytes(delta: RecordDelta): number {
  return DELTA_OVERHEAD_BYTES + canonicalJson(delta.fields).length;
}
