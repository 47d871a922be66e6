import type { RowData } from '@tanstack/react-table';
import { type ReactNode, useState } from 'react';
import type { ViewState } from '#shared/domains/work/schema.ts';
import type { Filter } from '#shared/kernel/filter.ts';
import type { ExportRequest } from '#renderer/shell/exports-page/use-exports.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { BulkBar } from './data-table/bulk-bar.tsx';
import type { BulkAction } from './data-table/bulk-run.ts';
import { type Column, layoutOf, moved, resized, shownColumns, tracksOf } from './data-table/columns.ts';
import { useLayout } from './data-table/layouts.ts';
import { TableBody } from './data-table/table-body.tsx';
import { TableHead } from './data-table/table-head.tsx';
import { TableToolbar } from './data-table/table-toolbar.tsx';
import { type Selection, useSelection } from './data-table/use-selection.ts';
import styles from './data-table.module.css';
import { ExportButton } from './export-button.tsx';
import { FilterBuilder } from './filter-builder.tsx';
import type { FilterWords } from './filter-words.ts';
import type { Sort } from './sort-header.tsx';

export type { Column } from './data-table/columns.ts';
export type { BulkAction } from './data-table/bulk-run.ts';
export type { FilterWords } from './filter-words.ts';

/** What is listed, apart from the columns: everything a saved view keeps and an export asks the host for. */
export type Arrangement = {
  readonly sort: Sort | null;
  readonly filter: Filter;
  /** What the page's own quick filters say, as in its address. */
  readonly quick: ViewState['quick'];
};

/** What is on the screen is exported by this: columns, their order and what is selected, the table adds itself. */
export type TableExport = {
  /** Of `defineListReport`, over the columns of this table. */
  readonly report: string;
  /** Filter and sort, as the list's question takes them. */
  readonly parameters: ExportRequest['parameters'];
};

export type DataTableProps<Row extends RowData> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** All rows there are, loaded or not; null where nobody counted them. */
  total: number | null;
  rowId(row: Row): string;
  rowLabel(row: Row): string;
  onOpen?: (row: Row) => void;
  sort?: Sort;
  onSort?: (column: string) => void;
  onEnd?: () => void;
  loadingMore?: boolean;
  /** Rows before the first of `rows` that were let go again while scrolling (`useRowPages`). */
  rowsBefore?: number;
  onStart?: () => void;
  /** So far back that page after page would take long: begin again at the first row. */
  onRestart?: () => void;
  /** Name of the question, `incidents.list`: under it the columns are remembered and views are saved. */
  name?: string;
  arrangement?: Arrangement;
  onArrange?: (arrangement: Arrangement) => void;
  /** Fields of the filter builder, in words. */
  filtering?: FilterWords;
  bulk?: readonly BulkAction<Row>[];
  exporting?: TableExport;
  /** Stands in place of rows when there are none. */
  empty?: ReactNode;
};

/** A list to work in: rows are sorted, filtered and paged by the host; here only those in view are drawn. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, columns, rows, total, rowId, arrangement, bulk = [], loadingMore } = props;
  const { t } = useWords();
  // State, not a ref: a child's effects run before its parent's ref is set, and nothing would draw the rows then.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const may = useMay();
  const { layout, viewId, change } = useLayout(props.name);
  const placed = shownColumns(columns, layout);
  const listed = JSON.stringify([arrangement?.filter, arrangement?.quick]);
  const selection = useSelection(rows, rowId, listed);
  const { tracks, leastPixels } = tracksOf(placed);
  const selectable = bulk.length > 0 || (props.exporting !== undefined && may('exports.create'));
  const allTracks = selectable ? `${SELECT_TRACK} ${tracks}` : tracks;
  const place = (changed: typeof placed) => change({ layout: layoutOf(columns, changed) });
  return (
    <div className={styles.frame}>
      <TableTop
        {...props}
        placed={placed}
        layout={layout}
        viewId={viewId}
        onLayout={change}
        selection={selection}
      />
      <div className={styles.scroller} ref={setScroller}>
        <div
          role="grid"
          aria-label={label}
          aria-rowcount={total === null ? -1 : total + 1}
          aria-colcount={placed.length + (selectable ? 1 : 0)}
          aria-multiselectable={selectable ? true : undefined}
          style={{ minWidth: leastPixels }}
        >
          <TableHead
            placed={placed}
            tracks={allTracks}
            sort={props.sort}
            onSort={props.onSort}
            arrangeable={props.name !== undefined}
            selection={selectable ? selection : undefined}
            rowsLoaded={rows.length}
            onMove={(id, to) => place(moved(placed, id, to))}
            onResize={(id, widthPixels) => place(resized(placed, id, widthPixels))}
          />
          {rows.length === 0 ? props.empty : null}
          <TableBody
            {...props}
            columns={placed.map(({ column }) => column)}
            tracks={allTracks}
            scroller={scroller}
            selection={selectable ? selection : undefined}
            listed={`${listed} ${props.sort?.column} ${props.sort?.direction}`}
          />
        </div>
        {loadingMore === true ? <p className={styles.more}>{t('table.more')}</p> : null}
      </div>
    </div>
  );
}

type TableTopProps<Row extends RowData> = DataTableProps<Row> &
  Pick<Parameters<typeof TableToolbar<Row>>[0], 'placed' | 'layout' | 'viewId' | 'onLayout'> & {
    selection: Selection<Row>;
  };

/** What stands above the rows: views, filter and columns, or what can be done with the rows that are selected. */
function TableTop<Row extends RowData>(props: TableTopProps<Row>) {
  const { arrangement, filtering, onArrange, bulk = [], selection, placed, exporting } = props;
  const [isFiltering, setFiltering] = useState(false);
  const exportButton =
    exporting === undefined ? null : (
      <ExportButton
        report={exporting.report}
        parameters={{
          ...exporting.parameters,
          ...exportedColumns(placed),
          selected: selection.rows().map(props.rowId),
        }}
        rows={selection.count > 0 ? selection.count : 'all'}
      />
    );
  return (
    <>
      {selection.count > 0 ? (
        <BulkBar actions={bulk} selection={selection} rowId={props.rowId} rowLabel={props.rowLabel}>
          {exportButton}
        </BulkBar>
      ) : (
        <TableToolbar {...props} isFiltering={isFiltering} onToggleFilter={() => setFiltering(!isFiltering)}>
          {exportButton}
        </TableToolbar>
      )}
      {isFiltering && filtering !== undefined && arrangement !== undefined ? (
        <FilterBuilder
          words={filtering}
          filter={arrangement.filter}
          onFilter={(filter) => onArrange?.({ ...arrangement, filter })}
          onClose={() => setFiltering(false)}
        />
      ) : null}
    </>
  );
}

/** Where nothing but columns of the page is shown, a file has the usual ones. */
function exportedColumns(
  placed: readonly { readonly column: { readonly id: string; readonly pageOnly?: boolean } }[],
): { columns?: string[] } {
  const ids = placed.filter(({ column }) => column.pageOnly !== true).map(({ column }) => column.id);
  return ids.length > 0 ? { columns: ids } : {};
}

/** The boxes that select. */
const SELECT_TRACK = '36px';
