import { type Json, type JsonObject, sameJson } from '#shared/kernel/canonical-json.ts';
import type { Hlc } from '#shared/kernel/clock.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { type Entity, recordBase } from '#shared/kernel/define-entity.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { Change } from '#shared/sync/entry.ts';
import { type FieldStamp, mergeField } from '#shared/sync/merge.ts';
import type { Conflict, Device, ServerRecord } from '../storage/storage.ts';
import { isHomeOf } from './scope.ts';

export type ChangeContext = {
  readonly device: Device;
  readonly site: Site;
  /** Version of the entry this change belongs to. */
  readonly version: number;
  /** The entry's stamp, clamped to the server's clock. */
  readonly hlc: Hlc;
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
    throw new DomainError({
      code: 'already-exists',
      message: `This ${nameOf(entity.kind)} exists at the server already.`,
      field: 'id',
    });
  }
  const fields = parseFields(entity, change, change.fields);
  const stamp = stampOf(context);
  const record: ServerRecord = {
    collection: entity.collection,
    id: change.id,
    kind: entity.kind,
    siteId: change.siteId,
    schemaVersion: entity.version,
    fields,
    stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, stamp])),
    version: context.version,
    deletedByDeviceId: null,
    arrivedAtMs: context.nowMs,
  };
  return { record, overridden: differing(change.fields, fields), conflicts: [] };
}

function patch(context: ChangeContext, entity: Entity, change: Change, before: ServerRecord): AppliedChange {
  const values: { [field: string]: Json } = { ...before.fields };
  const stamps: { [field: string]: FieldStamp } = { ...before.stamps };
  const conflicts: Conflict[] = [];
  const incoming = {
    base: change.base,
    version: context.version,
    hlc: context.hlc,
    deviceId: context.device.id,
    isHome: isHomeOf(before.siteId, context.site),
  };
  for (const [field, value] of Object.entries(change.fields)) {
    const standing = standingOf(before, field);
    const merged = mergeField(entity, field, standing, { ...incoming, value });
    values[field] = merged.value;
    stamps[field] = merged.stamp;
    if (standing === undefined || !merged.isConflict) continue;
    conflicts.push({
      version: context.version,
      collection: before.collection,
      recordId: before.id,
      field,
      standingDeviceId: standing.stamp.deviceId,
      standingValue: standing.value,
      sentDeviceId: context.device.id,
      sentValue: value,
      decision: merged.decision,
      resultValue: merged.value,
      notedAtMs: context.nowMs,
    });
  }
  const fields = parseFields(entity, change, values);
  const isChanged = Object.values(stamps).some((stamp) => stamp.version === context.version);
  return {
    record: isChanged
      ? { ...before, fields, stamps, schemaVersion: entity.version, version: context.version }
      : undefined,
    overridden: differing(change.fields, fields),
    conflicts,
  };
}

/** A deletion wins over changes made elsewhere meanwhile; those are then refused as `not-found`. */
function remove(context: ChangeContext, before: ServerRecord): AppliedChange {
  const record = { ...before, version: context.version, deletedByDeviceId: context.device.id };
  return { record, overridden: {}, conflicts: [] };
}

/** The whole record must be sound after every merge, whoever set which part of it. */
function parseFields(
  entity: Entity,
  { id, siteId }: Pick<Change, 'id' | 'siteId'>,
  fields: JsonObject,
): JsonObject {
  const parsed = entity.schema.safeParse({ ...fields, id, siteId, kind: entity.kind });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new DomainError({
      code: 'invalid-input',
      message: `This ${nameOf(entity.kind)} is not valid: ${issue?.message ?? 'unknown fault'}`,
      ...(issue === undefined ? {} : { field: issue.path.join('.') }),
    });
  }
  const broken = entity.invariant(parsed.data);
  if (broken !== undefined) throw broken;
  // A record is made of JSON values only: dates are ISO strings, absent fields are null.
  const { id: _id, kind: _kind, siteId: _siteId, ...own } = parsed.data as unknown as JsonObject;
  return own;
}

function living(change: Change, before: ServerRecord | undefined): ServerRecord {
  if (before !== undefined && before.kind === change.kind && before.deletedByDeviceId === null) return before;
  const wasDeleted = before !== undefined && before.deletedByDeviceId !== null;
  throw new DomainError({
    code: 'not-found',
    message: wasDeleted
      ? `This ${nameOf(change.kind)} was deleted meanwhile.`
      : `There is no such ${nameOf(change.kind)} at the server.`,
    field: 'id',
  });
}

function assertOwnFields(change: Change): void {
  const reserved = Object.keys(change.fields).find((field) => Object.hasOwn(recordBase, field));
  if (reserved === undefined && (change.op !== 'delete' || Object.keys(change.fields).length === 0)) return;
  throw new DomainError({
    code: 'invalid-input',
    message: `A ${change.op} can't set ${reserved ?? 'fields'}.`,
    field: reserved ?? 'fields',
  });
}

function standingOf(before: ServerRecord, field: string): { value: Json; stamp: FieldStamp } | undefined {
  const stamp = Object.hasOwn(before.stamps, field) ? before.stamps[field] : undefined;
  return stamp === undefined ? undefined : { value: before.fields[field] ?? null, stamp };
}

function stampOf({ version, hlc, device }: ChangeContext): FieldStamp {
  return { version, hlc, deviceId: device.id, foreignVersion: 0 };
}

function differing(sent: JsonObject, result: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.keys(sent)
      .filter((field) => !sameJson(sent[field], result[field]))
      .map((field) => [field, result[field] ?? null]),
  );
}

function nameOf(kind: string): string {
  return kind.replaceAll('-', ' ');
}
