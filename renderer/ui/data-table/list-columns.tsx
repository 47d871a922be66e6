import type { RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import type { ListColumn, ListColumns } from '#shared/reports/list-report.ts';
import { label } from '#renderer/shell/words.ts';
import { RelativeTime } from '../relative-time.tsx';
import type { Column } from './columns.ts';

export type Look<Row extends RowData> = Omit<Column<Row>, 'id' | 'header' | 'cell'> &
  Partial<Pick<Column<Row>, 'cell'>>;

/**
 * Columns of a table over those of its list (`defineListReport`): ids, titles and, where nothing else is said, what a
 * cell shows are the same on the page and in a file. `looks` says in which order they stand and how each is drawn.
 */
export function tableColumns<Row extends RowData, Id extends string>(
  columns: ListColumns<Row> & { readonly [I in Id]: unknown },
  looks: { readonly [I in Id]?: Look<Row> },
): Column<Row>[] {
  return Object.entries<Look<Row> | undefined>(looks).flatMap(([id, look]) => {
    const column = columns[id];
    if (look === undefined || column === undefined) return [];
    const drawn: Look<Row> = { cell: ({ row }) => plainCell(column, row.original), ...look };
    return [{ ...drawn, id, header: label({ key: column.titleKey }) }];
  });
}

function plainCell<Row>({ type, cell }: ListColumn<Row>, row: Row): ReactNode {
  const value = cell(row);
  if (value === null || typeof value === 'boolean') return null;
  if (typeof value === 'object') return value.text;
  return type === 'instant' ? <RelativeTime at={String(value)} /> : value;
}
