import { z } from 'zod';
import type { Feature } from '../access/features.ts';
import type { QueryContext } from '../kernel/define-query.ts';
import { must } from '../kernel/assert.ts';
import { RecordId } from '../kernel/ids.ts';
import { type Catalogue, wordsOf } from '../kernel/words.ts';
import { defineReport, type ReportDefinition } from './define-report.ts';
import { EXPORT_FORMATS } from './formats.ts';
import type { Cell, ColumnType, Row } from './sections.ts';
import { paperWord } from './words.ts';

/** A column of a list, for the table on a page and for files alike: a title in words, and a typed value of each row. */
export type ListColumn<Item> = {
  /** Of the domain's words. */
  readonly titleKey: string;
  readonly type: ColumnType;
  readonly digits?: number;
  /** Share of the width on paper. */
  readonly weight?: number;
  cell(item: Item): Cell;
};
export type ListColumns<Item> = { readonly [id: string]: ListColumn<Item> };

/** Rows that a person can pick by hand; beyond, a filter says better what is meant. */
export const SELECTED_MAX = 2_000;

/**
 * The report of a list: its columns as a person arranged them, and every row of the filter in the order of the sort, or
 * only the rows that are selected. The parameters are those of the list's question, `columns` and `selected`.
 */
export function defineListReport<const Name extends string, Parameters extends z.ZodType, Item>(options: {
  readonly name: Name;
  readonly titleKey: string;
  readonly feature: Feature;
  readonly words: Catalogue;
  /** What the list's question takes, without the place of a page. */
  readonly parameters: Parameters;
  readonly columns: ListColumns<Item>;
  /** Columns, in order, where nobody chose any. */
  readonly usual: readonly string[];
  /** What the filter says, in words; selected rows are said without. */
  subtitle(parameters: z.output<Parameters>): string;
  /** How many rows there will be, if that is soon counted. */
  count(context: QueryContext, parameters: z.output<Parameters>): number | undefined;
  /** With `selected`: these, whatever the filter says by now, in the order of the sort. */
  rows(
    context: QueryContext,
    parameters: z.output<Parameters>,
    selected: readonly string[] | null,
  ): Iterable<Item>;
}): ReportDefinition<Name, z.ZodType> {
  const { name, titleKey, feature, words, columns, usual } = options;
  const Shown = z.object({
    columns: z
      .array(z.enum(Object.keys(columns)))
      .min(1)
      .default([...usual]),
    selected: z
      .array(RecordId)
      .max(SELECTED_MAX, `At most ${SELECTED_MAX} selected rows can be exported; a filter takes any number.`)
      .default([]),
  });
  const title = wordsOf(words, { key: titleKey });
  return defineReport({
    name,
    titleKey,
    feature,
    parameters: z.intersection(options.parameters, Shown),
    formats: EXPORT_FORMATS,
    builtIn: 'worker',
    build(context, parameters) {
      const selected = parameters.selected.length > 0 ? parameters.selected : null;
      const chosen = [...new Set(parameters.columns)].map((id) => must(columns[id], `column ${id}`));
      const count = selected === null ? options.count(context, parameters) : selected.length;
      return {
        title,
        subtitle:
          selected === null
            ? options.subtitle(parameters)
            : paperWord('paper.selected', { count: selected.length }),
        period: null,
        sections: [
          {
            type: 'table',
            title,
            columns: chosen.map(({ titleKey: key, type, digits = 0, weight = 1 }) => ({
              title: wordsOf(words, { key }),
              type,
              digits,
              weight,
            })),
            rows: () => cellsOf(options.rows(context, parameters, selected), chosen),
            ...(count === undefined ? {} : { expectedRows: count }),
          },
        ],
      };
    },
  });
}

function* cellsOf<Item>(
  items: Iterable<Item>,
  columns: readonly Pick<ListColumn<Item>, 'cell'>[],
): Generator<Row> {
  for (const item of items) yield columns.map((column) => column.cell(item));
}

/** Page after page, so that a million rows need no more memory than a page. */
export function* everyPage<Item, Cursor>(
  page: (cursor: Cursor | null) => { readonly rows: readonly Item[]; readonly next: Cursor | null },
): Generator<Item> {
  let cursor: Cursor | null = null;
  do {
    const { rows, next }: ReturnType<typeof page> = page(cursor);
    yield* rows;
    cursor = next;
  } while (cursor !== null);
}
