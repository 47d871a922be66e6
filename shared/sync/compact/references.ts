import type { Json, JsonObject } from '../../kernel/canonical-json.ts';
import type { CollectionName } from '../../kernel/define-entity.ts';
import { syncError } from '../errors.ts';
import type { ExchangeRequest } from '../wire.ts';

/** What a short reference stands for. None of the three ever changes of a record. */
export type Referent = { readonly collection: CollectionName; readonly kind: string; readonly id: string };

/**
 * An id is sixteen bytes that no compression makes smaller, and more than half of a small change. The server
 * numbers the records it stores and tells the numbers, and a device names records by them from then on. Only on
 * the wire: an entry's text, and with it the chain, always holds the id.
 */
export function withReferences(
  request: ExchangeRequest,
  referenceOf: (collection: CollectionName, id: string) => number | undefined,
): JsonObject {
  const entries = request.entries.map((entry) => ({
    ...entry,
    changes: entry.changes.map(({ collection, kind, id, ...change }) => {
      const ref = change.op === 'insert' ? undefined : referenceOf(collection, id);
      return ref === undefined ? { collection, kind, id, ...change } : { ref, ...change };
    }),
  }));
  // A request is made of JSON values; optional members may be undefined and do not travel.
  return { ...request, entries } as unknown as JsonObject;
}

/** The references that a decoded request holds, each once. Whatever has not the form of a request holds none. */
export function referencesIn(value: Json): number[] {
  const found = new Set<number>();
  for (const entry of listIn(value, 'entries')) {
    for (const change of listIn(entry, 'changes')) {
      const ref = referenceOf(change);
      if (ref !== undefined) found.add(ref);
    }
  }
  return [...found];
}

/**
 * The request as it was before `withReferences`. Throws `refs-unknown` for a number that stands for nothing:
 * the server was put back from a backup, say, and the device has to use ids again.
 */
export function withoutReferences(value: Json, referents: ReadonlyMap<number, Referent>): Json {
  return mapList(value, 'entries', (entry) =>
    mapList(entry, 'changes', (change) => resolved(change, referents)),
  );
}

function resolved(change: Json, referents: ReadonlyMap<number, Referent>): Json {
  const number = referenceOf(change);
  if (number === undefined || !isObject(change)) return change;
  const referent = referents.get(number);
  if (referent === undefined) throw syncError('reference-unknown');
  const { ref: _ref, ...rest } = change;
  const { collection, kind, id } = referent;
  return { ...rest, collection, kind, id };
}

function referenceOf(change: Json): number | undefined {
  if (!isObject(change)) return undefined;
  const { ref } = change;
  return typeof ref === 'number' && Number.isSafeInteger(ref) && ref > 0 ? ref : undefined;
}

// Walked by hand, not by a schema: a large request is parsed whole once, afterwards, and that is the slow part.

function listIn(value: Json, member: string): readonly Json[] {
  const list = isObject(value) ? value[member] : undefined;
  return isList(list) ? list : [];
}

function mapList(value: Json, member: string, map: (one: Json) => Json): Json {
  const list = isObject(value) ? value[member] : undefined;
  return isObject(value) && isList(list) ? { ...value, [member]: list.map(map) } : value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
