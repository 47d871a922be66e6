import { type Json, canonicalJson, sameJson } from '../kernel/canonical-json.ts';
import type { Hlc } from '../kernel/clock.ts';
import type { Lane } from '../kernel/define-command.ts';
import type { Entity, MergePolicy } from '../kernel/define-entity.ts';
import { policyOf } from '../kernel/define-entity.ts';
import { assertTransition } from '../kernel/state-machine.ts';
import { syncError } from './errors.ts';

/** Who last set a field, and when. */
export type FieldStamp = {
  /** Organisation's version of the entry that set it. */
  readonly version: number;
  readonly hlc: Hlc;
  readonly deviceId: string;
  /**
   * Version of the newest part of the value that came from another device without `deviceId` knowing of
   * it: a union holds both sides' values, and the next set of either side must be merged again. 0: none.
   */
  readonly foreignVersion: number;
  /** Lane of the entry that set it. */
  readonly lane: Lane;
};

export type Standing = { readonly value: Json; readonly stamp: FieldStamp };

/** One field of one change. `version` is the one its entry is given. */
export type Incoming = {
  readonly value: Json;
  readonly base: number;
  readonly version: number;
  readonly hlc: Hlc;
  readonly deviceId: string;
  readonly lane: Lane;
  /** Does the device belong to the record's home site? */
  readonly isHome: boolean;
};

export type Merged = Standing & {
  /** Both set it without knowing of each other, to different values: noted for people. */
  readonly decision: 'taken' | 'kept' | 'combined';
  readonly isConflict: boolean;
};

/**
 * What a field becomes when a device's value meets the one that stands. Pure: the same arguments give the
 * same result on any machine. Throws what refuses the whole entry.
 */
export function mergeField(
  entity: Entity,
  field: string,
  standing: Standing | undefined,
  incoming: Incoming,
): Merged {
  const policy = policyOf(entity, field);
  if (standing === undefined) return taken(incoming, 0, false);
  const isSame = sameJson(standing.value, incoming.value);
  if (policy === 'home' && !incoming.isHome && !isSame) throw syncError('home-only', { field }, { field });
  if (policy === 'transition' && !isSame) assertStep(entity, field, standing.value, incoming.value);
  if (!isConcurrent(standing.stamp, incoming)) return taken(incoming, 0, false);
  if (isSame) return laterOf(standing, incoming, false);
  return settle(policy, standing, incoming);
}

/** Whether somebody else set the field after what the device knew. */
export function isConcurrent(stamp: FieldStamp, incoming: Pick<Incoming, 'base' | 'deviceId'>): boolean {
  if (stamp.deviceId !== incoming.deviceId && stamp.version > incoming.base) return true;
  return stamp.foreignVersion > incoming.base;
}

function settle(policy: MergePolicy, standing: Standing, incoming: Incoming): Merged {
  switch (policy) {
    case 'max':
    case 'min':
      return extreme(policy, standing, incoming);
    case 'union':
      return combined(standing, incoming, union);
    case 'append':
      return combined(standing, incoming, append);
    case 'transition':
      // Allowed from what stands, so it is a next step, whenever it was made.
      return taken(incoming, 0, true);
    case 'lww':
    case 'home':
      return laterOf(standing, incoming, true);
  }
}

function extreme(policy: 'max' | 'min', standing: Standing, incoming: Incoming): Merged {
  const order = compareScalars(standing.value, incoming.value);
  if (order === undefined) return laterOf(standing, incoming, true);
  // For `min` too, a value that is set stays.
  const isUnset = standing.value === null || incoming.value === null;
  const incomingWins = policy === 'max' || isUnset ? order < 0 : order > 0;
  if (!incomingWins) return { ...standing, decision: 'kept', isConflict: true };
  return taken(incoming, foreignVersionOf(standing.stamp, incoming), true);
}

/** Numbers, or texts of which the order is meant (ISO instants). Null, which is "not set", comes first. */
function compareScalars(a: Json, b: Json): number | undefined {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return undefined;
}

function combined(
  standing: Standing,
  incoming: Incoming,
  combine: (standing: readonly Json[], incoming: readonly Json[]) => Json[],
): Merged {
  if (!Array.isArray(standing.value) || !Array.isArray(incoming.value)) {
    return laterOf(standing, incoming, true);
  }
  const value = combine(standing.value, incoming.value);
  return {
    ...taken({ ...incoming, value }, foreignVersionOf(standing.stamp, incoming), true),
    decision: 'combined',
  };
}

/** All values of both, each once, in an order that does not depend on which arrived first. */
function union(a: readonly Json[], b: readonly Json[]): Json[] {
  const byText = new Map([...a, ...b].map((value): [string, Json] => [canonicalJson(value), value]));
  return [...byText.keys()].sort().map((text) => byText.get(text) ?? null);
}

/**
 * What stands, then what the device added: what comes after the part both have in common and is not there
 * yet. Elements that are equal count as one; a list where that matters gives its elements an id or instant.
 */
function append(standing: readonly Json[], incoming: readonly Json[]): Json[] {
  let common = 0;
  while (common < incoming.length && common < standing.length) {
    if (!sameJson(standing[common], incoming[common])) break;
    common += 1;
  }
  const present = standing.slice(common).map(canonicalJson);
  const added = incoming.slice(common).filter((element) => {
    const index = present.indexOf(canonicalJson(element));
    if (index >= 0) present.splice(index, 1);
    return index < 0;
  });
  return [...standing, ...added];
}

/** The later stamp wins; the device id breaks ties, so that every server decides alike. */
function laterOf(standing: Standing, incoming: Incoming, isConflict: boolean): Merged {
  const { hlc, deviceId } = standing.stamp;
  const incomingIsLater = incoming.hlc === hlc ? incoming.deviceId >= deviceId : incoming.hlc > hlc;
  if (!incomingIsLater) return { ...standing, decision: 'kept', isConflict };
  return taken(incoming, 0, isConflict);
}

function taken(incoming: Incoming, foreignVersion: number, isConflict: boolean): Merged {
  const { value, version, hlc, deviceId, lane } = incoming;
  return { value, stamp: { version, hlc, deviceId, foreignVersion, lane }, decision: 'taken', isConflict };
}

function foreignVersionOf(stamp: FieldStamp, incoming: Incoming): number {
  return stamp.deviceId === incoming.deviceId ? stamp.foreignVersion : stamp.version;
}

function assertStep(entity: Entity, field: string, from: Json, to: Json): void {
  const machine = entity.machines[field];
  if (machine === undefined)
    throw new Error(`${entity.kind}.${field} merges by transition and has no machine`);
  if (typeof from !== 'string' || typeof to !== 'string' || !Object.hasOwn(machine, from)) {
    throw syncError('no-state', { field }, { field });
  }
  assertTransition(machine, from, to);
}
