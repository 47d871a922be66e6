import type { Lane } from '#shared/kernel/define-command.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import type { Audience, ServerRecord } from '../storage/storage.ts';

/** Who sees a record after a change, besides those its site says, and since when. */
export function audienceAfter(
  entity: Entity,
  before: ServerRecord | undefined,
  after: Pick<ServerRecord, 'siteId' | 'fields'>,
  { version, lane }: { version: number; lane: Lane },
): readonly Audience[] {
  const known = before?.audience ?? [];
  if (known.length === 0 && entity.addressedTo.length === 0 && isStaying(before, after)) return known;
  const seeing = new Set([after.siteId, ...addressees(entity, after)]);
  const audience = new Map(known.map((one) => [one.siteId, one]));
  const saw = new Set(known.filter(({ isGone }) => !isGone).map(({ siteId }) => siteId));
  if (before !== undefined) saw.add(before.siteId);
  for (const siteId of seeing) {
    // A record is at its own site from its first version on.
    const isNative = before === undefined && siteId === after.siteId;
    if (!saw.has(siteId) && !isNative) audience.set(siteId, { siteId, since: version, lane, isGone: false });
  }
  for (const siteId of saw) {
    if (!seeing.has(siteId)) audience.set(siteId, { siteId, since: version, lane, isGone: true });
  }
  return [...audience.values()];
}

function isStaying(before: ServerRecord | undefined, after: Pick<ServerRecord, 'siteId'>): boolean {
  return before === undefined || before.siteId === after.siteId;
}

function addressees(entity: Entity, { fields }: Pick<ServerRecord, 'fields'>): string[] {
  return entity.addressedTo
    .flatMap((field) => fields[field] ?? [])
    .filter((value) => typeof value === 'string');
}
