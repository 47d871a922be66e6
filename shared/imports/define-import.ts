import type { z } from 'zod';
import type { Actor } from '../access/can.ts';
import type { Feature } from '../access/features.ts';
import type { Site } from '../kernel/define-command.ts';
import type { ReadDatabase } from '../kernel/transaction.ts';

export const IMPORT_BYTES_MAX = 20 * 1024 * 1024;
export const IMPORT_ROWS_MAX = 50_000;

/** One column of a file: what it may be called, and what a cell may hold. */
export type ImportColumn = {
  readonly heading: string;
  /** Other headings that mean the same. Case, spaces and punctuation never count. */
  readonly alsoCalled: readonly string[];
  readonly required: boolean;
  /** Of the cell's text, trimmed; not asked where an optional cell is empty, which is null. */
  readonly cell: z.ZodType;
  /** What to do about a wrong cell. */
  readonly remedy: string;
  readonly example: string;
  /** Never shown again once it was read. */
  readonly isSecret?: boolean;
};

export type ImportColumns = { readonly [name: string]: ImportColumn };

export type RowOf<Columns extends ImportColumns> = {
  readonly [Name in keyof Columns]:
    | z.output<Columns[Name]['cell']>
    | (Columns[Name]['required'] extends true ? never : null);
};

export type ImportContext = {
  readonly db: Pick<ReadDatabase, 'all' | 'get'>;
  readonly actor: Actor;
  readonly site: Site;
};

/** What a line becomes before it is applied. Plain: it travels between threads. */
export type Draft = { readonly [field: string]: unknown };

export type RowReader<Row, Made> = {
  /** Throws a DomainError, its `field` a column, for whatever the store or the rights of the actor stand against. */
  draft(row: Row): Made;
  /** What may be there once: two lines of a file with the same key are duplicates. */
  key(draft: Made): { readonly column: string; readonly value: string };
};

/** A kind of file people bring their records in. Dry run, report and confirmation are the engine's. */
export type ImportDefinition = {
  readonly name: string;
  readonly feature: Feature;
  readonly columns: ImportColumns;
  reader(context: ImportContext): RowReader<never, Draft>;
};

export function defineImport<const Columns extends ImportColumns, Made extends Draft>(definition: {
  readonly name: string;
  readonly feature: Feature;
  readonly columns: Columns;
  reader(context: ImportContext): RowReader<RowOf<Columns>, Made>;
}): ImportDefinition & { readonly draftType?: Made } {
  return definition;
}
