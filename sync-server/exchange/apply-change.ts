import { type Json, type JsonObject, sameJson } from '#shared/kernel/canonical-json.ts';
import type { Hlc } from '#shared/kernel/clock.ts';
import type { Lane, Site } from '#shared/kernel/define-command.ts';
import { type Entity, recordBase } from '#shared/kernel/define-entity.ts';
import type { Change } from '#shared/sync/entry.ts';
import { type FieldStamp, mergeField, type Merged, type Standing } from '#shared/sync/merge.ts';
import type { PerLane } from '#shared/sync/wire.ts';
import type { Conflict, Device, ServerRecord } from '../storage/storage.ts';
import { audienceAfter } from './audience.ts';
import { exchangeError } from './errors.ts';
import { nameOf, parseFields } from './parse-record.ts';
import { isHomeOf } from './scope.ts';

export type ChangeContext = {
  readonly device: Device;
  readonly lane: Lane;
  /** Draws the short reference of a new record. */
  nextRef(): number;
  readonly site: Site;
  /** Version of the entry this change belongs to. */
  readonly version: number;
  /** The entry's stamp, clamped to the server's clock. */
  readonly hlc: Hlc;
  /** Name of who made the change; empty where the console did by itself. */
  readonly sentBy: string;
  readonly nowMs: number;
};

export type AppliedChange = {
  /** Undefined when the merge left the record as it was. */
  readonly record: ServerRecord | undefined;
  /** Fields that ended up other than sent. */
  readonly overridden: JsonObject;
  readonly conflicts: readonly Conflict[];
};

/** What a change makes of a record. Writes nothing; throws what refuses the whole entry. */
export function applyChange(
  context: ChangeContext,
  entity: Entity,
  change: Change,
  before: ServerRecord | undefined,
): AppliedChange {
  assertOwnFields(change);
  switch (change.op) {
    case 'insert':
      return insert(context, entity, change, before);
    case 'patch':
      return patch(context, entity, change, living(change, before));
    case 'delete':
      return remove(context, living(change, before));
  }
}

function insert(
  context: ChangeContext,
  entity: Entity,
  change: Change,
  before: ServerRecord | undefined,
): AppliedChange {
  if (before !== undefined) {
    throw exchangeError('record-exists', { record: nameOf(entity.kind) });
  }
  const fields = parseFields(entity, change, entity.upgrade(change.fields, change.schemaVersion));
  const stamp = stampOf(context);
  const record: ServerRecord = {
    collection: entity.collection,
    id: change.id,
    ref: context.nextRef(),
    kind: entity.kind,
    siteId: change.siteId,
    schemaVersion: entity.version,
    fields,
    stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, stamp])),
    version: context.version,
    laneVersions: laneVersionsAfter(undefined, context),
    deletedByDeviceId: null,
    deletedAtMs: null,
    arrivedAtMs: context.nowMs,
    audience: audienceAfter(entity, undefined, { siteId: change.siteId, fields }, context),
  };
  return { record, overridden: differing(change.fields, fields), conflicts: [] };
}

function patch(context: ChangeContext, entity: Entity, change: Change, before: ServerRecord): AppliedChange {
  const values: { [field: string]: Json } = { ...entity.upgrade(before.fields, before.schemaVersion) };
  const stamps: { [field: string]: FieldStamp } = { ...before.stamps };
  const conflicts: Conflict[] = [];
  let isChanged = false;
  const { version, hlc, lane, device } = context;
  const isHome = isHomeOf(before.siteId, context.site);
  const incoming = { base: change.base, version, hlc, lane, deviceId: device.id, isHome };
  const merge = (field: string, value: Json): Json => {
    const standing = standingOf(before, field);
    const merged = mergeField(entity, field, standing, { ...incoming, value });
    stamps[field] = merged.stamp;
    if (merged.stamp.version === version) isChanged = true;
    if (standing !== undefined && merged.isConflict) {
      conflicts.push(conflictOf(context, before, { field, standing, sent: value, merged }));
    }
    return merged.value;
  };
  const { [SITE_FIELD]: movedTo, ...sent } = change.fields;
  for (const [field, value] of Object.entries(sent)) values[field] = merge(field, value);
  const siteId = movedTo === undefined ? before.siteId : siteIdOf(merge(SITE_FIELD, movedTo));
  const fields = parseFields(entity, { id: change.id, siteId }, values);
  return {
    record: isChanged
      ? {
          ...before,
          siteId,
          fields,
          stamps,
          schemaVersion: entity.version,
          version,
          laneVersions: laneVersionsAfter(before, context),
          audience: audienceAfter(entity, before, { siteId, fields }, context),
        }
      : undefined,
    overridden: differing(
      change.fields,
      movedTo === undefined ? fields : { ...fields, [SITE_FIELD]: siteId },
    ),
    conflicts,
  };
}

/** A record is moved to another site by setting this, and gets a stamp for it, like for a field. */
export const SITE_FIELD = 'siteId';

/** Anything else than a site's id has been refused as out of scope. */
export function siteIdOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}

function conflictOf(
  { version, device, hlc, sentBy, nowMs }: ChangeContext,
  before: ServerRecord,
  met: { field: string; standing: Standing; sent: Json; merged: Merged },
): Conflict {
  const { field, standing, sent, merged } = met;
  return {
    version,
    collection: before.collection,
    recordId: before.id,
    field,
    standingDeviceId: standing.stamp.deviceId,
    standingValue: standing.value,
    standingHlc: standing.stamp.hlc,
    sentDeviceId: device.id,
    sentValue: sent,
    sentHlc: hlc,
    sentBy,
    decision: merged.decision,
    resultValue: merged.value,
    notedAtMs: nowMs,
  };
}

function laneVersionsAfter(
  before: Pick<ServerRecord, 'laneVersions'> | undefined,
  { lane, version }: Pick<ChangeContext, 'lane' | 'version'>,
): PerLane {
  const versions: PerLane = before === undefined ? [0, 0, 0, 0] : [...before.laneVersions];
  versions[lane] = version;
  return versions;
}

/** A deletion wins over changes made elsewhere meanwhile; those are then refused as `not-found`. */
function remove(context: ChangeContext, before: ServerRecord): AppliedChange {
  const record: ServerRecord = {
    ...before,
    version: context.version,
    laneVersions: laneVersionsAfter(before, context),
    deletedByDeviceId: context.device.id,
    deletedAtMs: context.nowMs,
  };
  return { record, overridden: {}, conflicts: [] };
}

function living(change: Change, before: ServerRecord | undefined): ServerRecord {
  if (before !== undefined && before.kind === change.kind && before.deletedByDeviceId === null) return before;
  const record = nameOf(change.kind);
  const wasDeleted = before !== undefined && before.deletedByDeviceId !== null;
  throw wasDeleted
    ? exchangeError('record-deleted', { record })
    : exchangeError('record-unknown', { record });
}

/** The device knew the record at the server, and the server has never heard of it. */
export function isLost(change: Change, before: ServerRecord | undefined): boolean {
  return change.op !== 'insert' && change.base > 0 && before === undefined;
}

function assertOwnFields(change: Change): void {
  const reserved = Object.keys(change.fields).find(
    (field) => Object.hasOwn(recordBase, field) && !(field === SITE_FIELD && change.op === 'patch'),
  );
  if (reserved === undefined && (change.op !== 'delete' || Object.keys(change.fields).length === 0)) return;
  const field = reserved ?? 'fields';
  throw exchangeError('field-reserved', { op: change.op, field }, { field });
}

function standingOf(before: ServerRecord, field: string): Standing | undefined {
  const stamp = Object.hasOwn(before.stamps, field) ? before.stamps[field] : undefined;
  if (stamp === undefined) return undefined;
  return { value: field === SITE_FIELD ? before.siteId : (before.fields[field] ?? null), stamp };
}

function stampOf({ version, hlc, device, lane }: ChangeContext): FieldStamp {
  return { version, hlc, deviceId: device.id, foreignVersion: 0, lane };
}

function differing(sent: JsonObject, result: JsonObject): JsonObject {
  const different: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(sent)) {
    if (!sameJson(value, result[field])) different[field] = result[field] ?? null;
  }
  return different;
}
