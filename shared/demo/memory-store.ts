import { must } from '../kernel/assert.ts';
import type { Entity, RecordOf } from '../kernel/define-entity.ts';
import type { Tx } from '../kernel/transaction.ts';
import { demoError } from './errors.ts';

/** Just enough of a store for commands to run against: records by id, running numbers by series. */
export type MemoryStore = Tx & {
  all<E extends Entity>(entity: E): RecordOf<E>[];
};

export function memoryStore(): MemoryStore {
  const kinds = new Map<string, Map<string, unknown>>();
  const numbers = new Map<string, number>();
  /** Ids of the parts of a record, by kind of part and what they are parts of: a company has thousands. */
  const parts = new Map<string, Set<string>>();

  function partsKey(entity: Entity, owner: unknown): string {
    return `${entity.kind} ${String(owner)}`;
  }

  function recordsOf<E extends Entity>(entity: E): Map<string, RecordOf<E>> {
    const records = kinds.get(entity.kind) ?? new Map<string, unknown>();
    kinds.set(entity.kind, records);
    // Under an entity's kind lie only records that `keep` parsed with that entity's schema.
    return records as Map<string, RecordOf<E>>;
  }

  function keep<E extends Entity>(entity: E, id: string, candidate: object): RecordOf<E> {
    // The schema is the entity's own, so what it gives is a record of that entity.
    const parsed = entity.schema.parse(candidate) as RecordOf<E>;
    const broken = entity.invariant(parsed);
    if (broken !== undefined) throw broken;
    recordsOf(entity).set(id, parsed);
    if (entity.partOf !== undefined) {
      const key = partsKey(entity, Reflect.get(parsed, entity.partOf));
      parts.set(key, (parts.get(key) ?? new Set()).add(id));
    }
    return parsed;
  }

  function candidates<E extends Entity>(entity: E, where: object): RecordOf<E>[] {
    const { partOf } = entity;
    const owner: unknown = partOf === undefined ? undefined : Reflect.get(where, partOf);
    if (owner === undefined) return [...recordsOf(entity).values()];
    const records = recordsOf(entity);
    const ids = [...(parts.get(partsKey(entity, owner)) ?? [])];
    return ids.map((id) => records.get(id)).filter((record) => record !== undefined);
  }

  function mustGet<E extends Entity>(entity: E, id: string): RecordOf<E> {
    const found = recordsOf(entity).get(id);
    if (found !== undefined) return found;
    throw demoError('no-such-record', { kind: entity.kind, id });
  }

  return {
    all: (entity) => [...recordsOf(entity).values()],
    get: (entity, id) => recordsOf(entity).get(id),
    mustGet,
    find: (entity, where) =>
      candidates(entity, where).filter((record) =>
        Object.entries(where).every(([field, value]) => Reflect.get(record, field) === value),
      ),
    insert: (entity, record) =>
      keep(entity, String(must(Reflect.get(record, 'id'), 'a record has an id')), {
        ...record,
        kind: entity.kind,
      }),
    patch: (entity, id, fields) => keep(entity, id, { ...mustGet(entity, id), ...fields }),
    remove: (entity, id) => void recordsOf(entity).delete(id),
    nextNumber(series) {
      const next = (numbers.get(series) ?? 0) + 1;
      numbers.set(series, next);
      return next;
    },
  };
}
