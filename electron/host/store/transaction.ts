import { type Json, type JsonObject, sameJson, wellFormed } from '#shared/kernel/canonical-json.ts';
import type { Entity, RecordOf, StoredRecord } from '#shared/kernel/define-entity.ts';
import { FIND_ROWS_MAX, type Tx, type Where } from '#shared/kernel/transaction.ts';
import type { Change } from '#shared/sync/entry.ts';
import { nextInSeries } from './counter.ts';
import type { SqliteConnection } from './connection.ts';
import { storeError } from './errors.ts';
import type { Before } from './journal.ts';
import { viewOf } from './record-tables.ts';
import {
  type RecordChange,
  recordInText,
  recordOf,
  type RecordWriter,
  type StoredDocument,
} from './record-writer.ts';
import { connectionOf } from './rx-storage/connection.ts';
import { keepShadow } from './record-sync.ts';

type Touched = {
  readonly entity: Entity;
  readonly id: string;
  /** As it stood before this transaction. */
  readonly before: StoredRecord | undefined;
  now: StoredRecord | undefined;
};

/**
 * One running transaction: writes rows at once, so that reads inside it see them, and remembers what each
 * record was, so that the journal gets one change per record whatever the number of steps.
 */
export class StoreTransaction implements Tx {
  readonly #db: SqliteConnection;
  readonly #writer: RecordWriter;
  readonly #touched = new Map<string, Touched>();
  readonly #changes = new Map<string, RecordChange>();

  constructor(db: SqliteConnection, writer: RecordWriter) {
    this.#db = db;
    this.#writer = writer;
  }

  get<E extends Entity>(entity: E, id: string): RecordOf<E> | undefined {
    const record = this.#writer.read(entity.collection, id);
    // Everything in the table went through its entity's schema on the way in.
    return record?.kind === entity.kind ? (record as unknown as RecordOf<E>) : undefined;
  }

  mustGet<E extends Entity>(entity: E, id: string): RecordOf<E> {
    // As in get.
    return recordOf(this.#mustRead(entity, id)) as unknown as RecordOf<E>;
  }

  #mustRead(entity: Entity, id: string): StoredDocument {
    const document = this.#writer.readDocument(entity.collection, id);
    if (document !== undefined && !document._deleted && document.kind === entity.kind) return document;
    throw storeError('record-unknown', { kind: entity.kind.replaceAll('-', ' ') });
  }

  find<E extends Entity>(entity: E, where: Where<E>): RecordOf<E>[] {
    const fields = Object.entries(where);
    const conditions = fields.map(([field]) => `"${field}" IS :${field}`);
    const sql = `SELECT data FROM ${viewOf(entity)} WHERE ${['1 = 1', ...conditions].join(' AND ')} ORDER BY id LIMIT ${FIND_ROWS_MAX + 1}`;
    const parameters = Object.fromEntries(fields.map(([field, value]) => [field, sqlValue(value)]));
    const rows = connectionOf(this.#db).statement(sql).pluck().all(parameters);
    if (rows.length > FIND_ROWS_MAX) {
      throw new Error(`find(${entity.kind}) matched more than ${FIND_ROWS_MAX} records; this needs a query`);
    }
    // Everything in the table went through its entity's schema on the way in.
    return rows.map((data) => recordInText(String(data)) as unknown as RecordOf<E>);
  }

  insert<E extends Entity>(entity: E, record: Omit<RecordOf<E>, 'kind'>): RecordOf<E> {
    const complete = this.#parse(entity, { ...record, kind: entity.kind }, undefined);
    if (this.#writer.readDocument(entity.collection, complete.id) !== undefined) {
      throw storeError('record-exists', { kind: entity.kind });
    }
    this.#write(entity, undefined, complete, undefined);
    // Parsed by its own schema just above.
    return complete as unknown as RecordOf<E>;
  }

  patch<E extends Entity>(
    entity: E,
    id: string,
    fields: Partial<Omit<RecordOf<E>, 'id' | 'kind'>>,
  ): RecordOf<E> {
    const document = this.#mustRead(entity, id);
    const before = recordOf(document);
    const after = this.#parse(entity, { ...before, ...fields }, before);
    if (!sameJson(before, after)) this.#write(entity, before, after, document);
    // As in insert.
    return after as unknown as RecordOf<E>;
  }

  remove(entity: Entity, id: string): void {
    const document = this.#mustRead(entity, id);
    this.#write(entity, recordOf(document), undefined, document);
  }

  nextNumber(series: string): number {
    return nextInSeries(this.#db, series);
  }

  /**
   * What the journal, the followers and RxDB are told; one change per record, none that came to nothing. Keeps
   * the server's state of what changed, for the merge of later answers.
   */
  conclude(): { readonly changes: Change[]; readonly before: Before[]; readonly records: RecordChange[] } {
    const touched = [...this.#touched.values()].filter(({ before, now }) => !sameJson(before, now));
    return {
      changes: touched.map((one) => this.#changeOf(one)),
      before: touched.flatMap(({ entity: { collection }, id, before, now }) =>
        before === undefined ? [] : [{ collection, id, fields: changedFields(now ?? {}, before) }],
      ),
      records: [...this.#changes.values()],
    };
  }

  #changeOf({ entity, id, before, now }: Touched): Change {
    // Where it stood: a record that is moved names the other site among its fields.
    const siteId = (before ?? now)?.siteId ?? '';
    const common = {
      collection: entity.collection,
      kind: entity.kind,
      id,
      siteId,
      schemaVersion: entity.version,
    };
    const base = keepShadow(this.#db, entity.collection, id, before);
    if (now === undefined) return { ...common, op: 'delete', base, fields: {} };
    if (before === undefined) return { ...common, op: 'insert', base, fields: ownFields(now) };
    return { ...common, op: 'patch', base, fields: changedFields(before, now) };
  }

  /** Fields of `before` that this program does not know yet are kept as they are. */
  #parse(
    entity: Entity,
    record: { readonly [field: string]: unknown },
    before: StoredRecord | undefined,
  ): StoredRecord {
    const unknown = unknownFields(entity, before);
    const known = Object.fromEntries(
      Object.entries(record).filter(([field]) => !Object.hasOwn(unknown, field)),
    );
    const parsed = entity.schema.safeParse(known);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      if (issue === undefined) throw storeError('record-refused', { kind: entity.kind });
      throw storeError('field-refused', { problem: issue.message }, { field: issue.path.join('.') });
    }
    const broken = entity.invariant(parsed.data);
    if (broken !== undefined) throw broken;
    // Every entity has id, kind and siteId, and only JSON values (dates are ISO strings).
    const sound = wellFormed(parsed.data as unknown as StoredRecord);
    return Object.keys(unknown).length === 0 ? sound : { ...sound, ...unknown };
  }

  #write(
    entity: Entity,
    before: StoredRecord | undefined,
    after: StoredRecord | undefined,
    document: StoredDocument | undefined,
  ): void {
    const record = after ?? before;
    if (record === undefined) return;
    const key = `${entity.collection}/${record.id}`;
    const change = this.#writer.writeOver(document, entity.collection, record, after === undefined);
    const touched = this.#touched.get(key) ?? { entity, id: record.id, before, now: after };
    touched.now = after;
    this.#touched.set(key, touched);
    const first = this.#changes.get(key);
    this.#changes.set(key, first === undefined ? change : { ...change, previous: first.previous });
  }
}

function unknownFields(entity: Entity, record: StoredRecord | undefined): JsonObject {
  if (record === undefined) return {};
  return Object.fromEntries(
    Object.entries(record).filter(([field]) => !Object.hasOwn(entity.schema.shape, field)),
  );
}

/** Fields of `after` that `before` does not have so. */
export function changedFields(before: JsonObject, after: JsonObject): JsonObject {
  const changed: { [field: string]: Json } = {};
  for (const [field, value] of Object.entries(after)) {
    if (!sameJson(before[field], value)) changed[field] = value;
  }
  return changed;
}

/** What travels of a new record: `id`, `kind` and `siteId` stand beside the fields. */
export function ownFields(record: StoredRecord): JsonObject {
  const { id, kind, siteId, ...fields } = record;
  // What is left of a record after taking three fields away is made of JSON values.
  return fields as unknown as JsonObject;
}

function sqlValue(value: unknown): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  throw new Error(`find can't match ${typeof value} values`);
}
