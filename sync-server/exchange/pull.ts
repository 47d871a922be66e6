import { must } from '#shared/kernel/assert.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { LANES } from '#shared/sync/entry.ts';
import { ENTRY_CHANGES_MAX } from '#shared/sync/limits.ts';
import type { ExchangeRequest, ExchangeResponse, PerLane, RecordDelta } from '#shared/sync/wire.ts';
import type { RecordTx, ServerRecord } from '../storage/storage.ts';
import { type Asking, deltaOf } from './delta.ts';
import { departureFrom, readableSites } from './scope.ts';

/** Two of the largest entries: whatever is cut off at the end, one whole version is left. */
const PAGE_ROWS_MAX = 2 * ENTRY_CHANGES_MAX;
/** What a delta weighs besides its fields. */
const DELTA_OVERHEAD_BYTES = 120;
/** No device gets more at once, whatever it asks for: half of what a frame may hold. */
const BUDGET_BYTES_MAX = 4 * 1024 * 1024;

export type Page = Pick<ExchangeResponse, 'records' | 'cursors' | 'more'>;

export type NewsSource = Pick<RecordTx, 'recordsAfter'>;

type Pulling = {
  readonly asking: Asking;
  readonly upTo: number;
  readonly budgetBytes: number;
  readonly told: Map<string, RecordDelta>;
  sizeBytes: number;
};

/**
 * What changed in a device's scope since its cursors, urgent lanes first, the oldest change of a lane first,
 * as far as the budget reaches. Whole versions only: a cursor then says "everything of this lane up to here"
 * and nothing else. At least one version is sent, however large.
 */
export async function pull(
  tx: NewsSource,
  request: Pick<ExchangeRequest, 'cursors' | 'lanes' | 'budgetBytes'> & { asking: Asking; version: number },
): Promise<Page> {
  const { asking, version: upTo } = request;
  const budgetBytes = Math.min(request.budgetBytes, BUDGET_BYTES_MAX);
  const pulling: Pulling = { asking, upTo, budgetBytes, told: new Map(), sizeBytes: 0 };
  const cursors: PerLane = [...request.cursors];
  const more: Lane[] = [];
  for (const lane of LANES.filter((one) => request.lanes.includes(one))) {
    // Where one lane has filled the budget, the slower ones wait for the next exchange.
    if (more.length === 0) cursors[lane] = await pullLane(tx, pulling, { lane, after: cursors[lane] });
    if (cursors[lane] < upTo) more.push(lane);
  }
  return { records: [...pulling.told.values()], cursors, more };
}

/** Returns the lane's new cursor. */
async function pullLane(
  tx: NewsSource,
  pulling: Pulling,
  { lane, after }: { lane: Lane; after: number },
): Promise<number> {
  let cursor = after;
  while (cursor < pulling.upTo) {
    const { groups, isLast } = await nextVersions(tx, pulling, { lane, after: cursor });
    for (const [version, group] of groups) {
      if (!take(pulling, group)) return cursor;
      cursor = version;
    }
    if (isLast) cursor = pulling.upTo;
  }
  return cursor;
}

/** Takes the records of one version in, if they fit. A record is told once, and whole, whatever its lanes. */
function take(pulling: Pulling, group: readonly ServerRecord[]): boolean {
  const fresh = group.filter(({ collection, id }) => !pulling.told.has(`${collection}/${id}`));
  const deltas = fresh.flatMap((record) => deltaOf(record, pulling.asking) ?? []);
  const bytes = deltas.reduce((sum, delta) => sum + weightBytes(delta), 0);
  if (pulling.told.size > 0 && pulling.sizeBytes + bytes > pulling.budgetBytes) return false;
  for (const delta of deltas) pulling.told.set(`${delta.collection}/${delta.id}`, delta);
  pulling.sizeBytes += bytes;
  return true;
}

/** Records after a version, by version; the last group of a full page may be cut and is left for the next. */
async function nextVersions(
  tx: NewsSource,
  { asking, upTo }: Pulling,
  { lane, after }: { lane: Lane; after: number },
): Promise<{ groups: [number, ServerRecord[]][]; isLast: boolean }> {
  const siteIds = readableSites(asking.site);
  const rows = await tx.recordsAfter({ siteIds, lane, after, upTo, rowsMax: PAGE_ROWS_MAX });
  const byVersion = Map.groupBy(rows, (record) => positionOf(record, lane, asking));
  const groups = [...byVersion];
  const isLast = rows.length < PAGE_ROWS_MAX;
  return { groups: isLast ? groups : groups.slice(0, -1), isLast };
}

/** A record that left a site stays, for that site, where it was when it left. */
function positionOf(record: ServerRecord, lane: Lane, { site }: Asking): number {
  return departureFrom(record, site)?.since ?? must(record.laneVersions[lane], 'a version in this lane');
}

function weightBytes(delta: RecordDelta): number {
  return DELTA_OVERHEAD_BYTES + JSON.stringify(delta.fields).length;
}
