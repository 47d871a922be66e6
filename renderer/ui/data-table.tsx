import { type ColumnDef, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useState } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from './data-table.module.css';
import { type Sort, SortHeader } from './sort-header.tsx';
import { useRowKeys } from './use-row-keys.ts';

const features = tableFeatures({});
export type Column<Row extends RowData> = ColumnDef<typeof features, Row> & {
  readonly id: string;
  /** A CSS grid track: `96px`, `minmax(160px, 1fr)`. */
  readonly track: string;
  readonly sortable?: boolean;
  readonly alignEnd?: boolean;
};

type DataTableProps<Row extends RowData> = {
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
};

/** Rows are sorted and paged by the host; here only those in view are drawn. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { label, columns, total, sort, onSort, loadingMore } = props;
  const { t } = useWords();
  // State, not a ref: a child's effects run before its parent's ref is set, and nothing would draw the rows then.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const tracks = columns.map((column) => column.track).join(' ');
  return (
    <div className={styles.frame}>
      <div className={styles.scroller} ref={setScroller}>
        <div
          role="grid"
          aria-label={label}
          aria-rowcount={total === null ? -1 : total + 1}
          aria-colcount={columns.length}
        >
          <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: tracks }}>
            {columns.map((column) => (
              <SortHeader
                key={column.id}
                id={column.id}
                text={typeof column.header === 'string' ? column.header : ''}
                alignEnd={column.alignEnd === true}
                sort={sort}
                onSort={column.sortable === true ? onSort : undefined}
              />
            ))}
          </div>
          <TableBody {...props} tracks={tracks} scroller={scroller} />
        </div>
        {loadingMore === true ? <p className={styles.more}>{t('table.more')}</p> : null}
      </div>
    </div>
  );
}

const ROW_HEIGHT = 32;
/** Drawn beyond the edges of the view, so that scrolling shows no gaps. */
const OVERSCAN_ROWS = 12;
/** The next page is asked for when this many rows are left below. */
const AHEAD_ROWS = 20;

type TableBodyProps<Row extends RowData> = DataTableProps<Row> & {
  tracks: string;
  scroller: HTMLDivElement | null;
};

function TableBody<Row extends RowData>(props: TableBodyProps<Row>) {
  const { columns, rows, rowId, rowLabel, onOpen, onEnd, tracks, scroller } = props;
  // The table library wants arrays it may keep; it changes neither of them.
  const table = useTable({
    features,
    columns: columns as Column<Row>[],
    data: rows as Row[],
    getRowId: rowId,
  });
  const modelRows = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: modelRows.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => modelRows[index]?.id ?? index,
    overscan: OVERSCAN_ROWS,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= modelRows.length - AHEAD_ROWS) onEnd?.();
  }, [lastShown, modelRows.length, onEnd]);
  const keys = useRowKeys({
    count: modelRows.length,
    scrollTo: (index) => virtual.scrollToIndex(index),
    open: (index) => {
      const row = modelRows[index];
      if (row !== undefined) onOpen?.(row.original);
    },
  });
  return (
    <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }} {...keys.group}>
      {items.map((item) => {
        const row = modelRows[item.index];
        if (row === undefined) return null;
        return (
          <div
            key={item.key}
            role="row"
            aria-rowindex={item.index + 2}
            aria-label={rowLabel(row.original)}
            className={onOpen === undefined ? styles.row : `${styles.row} ${styles.opens}`}
            style={{ gridTemplateColumns: tracks, transform: `translateY(${item.start}px)` }}
            onClick={() => onOpen?.(row.original)}
            {...keys.row(item.index)}
          >
            {row.getAllCells().map((cell, index) => (
              <div key={cell.id} role="gridcell" className={styles.cell} data-end={columns[index]?.alignEnd}>
                <table.FlexRender cell={cell} />
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}
