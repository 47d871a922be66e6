import type { z } from 'zod';
import type { Entity, RecordOf } from './define-entity.ts';

/** Field values to match exactly; `null` matches null. */
export type Where<E extends Entity> = Partial<RecordOf<E>>;

/** Reads of one consistent state: inside a transaction, the state it has made so far. */
export type ReadTx = {
  get<E extends Entity>(entity: E, id: string): RecordOf<E> | undefined;
  /** Throws `not-found`, naming the kind. */
  mustGet<E extends Entity>(entity: E, id: string): RecordOf<E>;
  /** Records that match, oldest id first. At most `FIND_ROWS_MAX`; a rule that needs more needs a query. */
  find<E extends Entity>(entity: E, where: Where<E>): RecordOf<E>[];
};

export const FIND_ROWS_MAX = 1_000;

/** What a command writes with. Everything succeeds together or nothing stays. */
export type Tx = ReadTx & {
  /** `record` without `kind`, which the entity gives. */
  insert<E extends Entity>(entity: E, record: Omit<RecordOf<E>, 'kind'>): RecordOf<E>;
  /** Sets the named fields and returns the record as it now stands. Setting what stands already changes nothing. */
  patch<E extends Entity>(
    entity: E,
    id: string,
    fields: Partial<Omit<RecordOf<E>, 'id' | 'kind'>>,
  ): RecordOf<E>;
  remove(entity: Entity, id: string): void;
  /**
   * The next running number of a series at this console. Never handed out twice, not even after the
   * record it was for is refused. A console rebuilt from the server goes on after the highest number
   * that any record of the series carries.
   */
  nextNumber(series: string): number;
};

/** SQL reads for queries. Values come back as SQLite gives them, parsed by the row schema. */
export type ReadDatabase = {
  /**
   * One record, whole. Also from the archive: from then on this query's SQL finds it and its parts as if they had
   * never left.
   */
  record<E extends Entity>(entity: E, id: string): RecordOf<E> | undefined;
  /** The month of the archive in which a record lies, such as `2026-03`. */
  archivedIn(entity: Entity, id: string): string | undefined;
  /** Every row of a query; throws `too-many-rows` where a page or a sum should have been asked for. */
  all<Row extends z.ZodType>(row: Row, sql: string, parameters?: SqlParameters): z.output<Row>[];
  get<Row extends z.ZodType>(row: Row, sql: string, parameters?: SqlParameters): z.output<Row> | undefined;
};
export type SqlValue = string | number | null;
export type SqlParameters = { readonly [name: string]: SqlValue };
