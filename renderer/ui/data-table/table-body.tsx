import { type ReactTable, type Row as TableRowModel, type RowData, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../data-table.module.css';
import type { DataTableProps } from '../data-table.tsx';
import { useRowKeys } from '../use-row-keys.ts';
import { type Column, features } from './columns.ts';
import { PrintedRows } from './printed-rows.tsx';
import { useIsPrinting } from './use-is-printing.ts';
import { usePaging } from './use-paging.ts';
import type { Selection } from './use-selection.ts';

const ROW_HEIGHT = 32;
/** Drawn beyond the edges of the view, so that scrolling shows no gaps. */
const OVERSCAN_ROWS = 12;

type TableBodyProps<Row extends RowData> = DataTableProps<Row> & {
  tracks: string;
  scroller: HTMLDivElement | null;
  selection: Selection<Row> | undefined;
  /** What is listed, in which order: another one starts at its top. */
  listed: string;
};

export function TableBody<Row extends RowData>(props: TableBodyProps<Row>) {
  const { columns, rows, rowId, onOpen, scroller, selection } = props;
  const before = props.rowsBefore ?? 0;
  // The table library wants arrays it may keep; it changes neither of them.
  const table = useTable({
    features,
    columns: columns as Column<Row>[],
    data: rows as Row[],
    getRowId: rowId,
  });
  const modelRows = table.getRowModel().rows;
  const isPrinting = useIsPrinting();
  const virtual = useVirtualizer({
    count: before + modelRows.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => modelRows[index - before]?.id ?? `before ${index}`,
    overscan: OVERSCAN_ROWS,
  });
  const items = virtual.getVirtualItems();
  usePaging(
    { ...props, rowCount: rows.length, rowsBefore: before },
    { first: items.at(0)?.index ?? 0, last: items.at(-1)?.index ?? 0, isPrinting },
  );
  useHeldPosition(props);
  const keys = useRowKeys({
    count: modelRows.length,
    idAt: (index) => modelRows[index]?.id,
    indexOf: (id) => modelRows.findIndex((row) => row.id === id),
    scrollTo: (index) => virtual.scrollToIndex(index + before),
    open: (index) => {
      const row = modelRows[index];
      if (row !== undefined) onOpen?.(row.original);
    },
    select: selection,
  });
  if (isPrinting) return <PrintedRows table={table} columns={columns} />;
  return (
    <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }} {...keys.group}>
      {items.map((item) => {
        const index = item.index - before;
        const row = modelRows[index];
        if (row === undefined) return <PlaceOfRow key={item.key} start={item.start} />;
        return (
          <TableRow
            key={item.key}
            {...props}
            table={table}
            row={row}
            index={index}
            rowIndex={item.index + 2}
            start={item.start}
            keys={keys.row(index)}
          />
        );
      })}
    </div>
  );
}

type TableRowProps<Row extends RowData> = TableBodyProps<Row> & {
  table: Pick<ReactTable<typeof features, Row>, 'FlexRender'>;
  row: TableRowModel<typeof features, Row>;
  /** Among those that are loaded. */
  index: number;
  /** Among all, counted from the head. */
  rowIndex: number;
  start: number;
  keys: object;
};

function TableRow<Row extends RowData>(props: TableRowProps<Row>) {
  const { columns, rowLabel, onOpen, tracks, selection, table, row, index, start } = props;
  const label = rowLabel(row.original);
  const isSelected = selection?.has(row.id) ?? false;
  return (
    <div
      role="row"
      aria-rowindex={props.rowIndex}
      aria-label={label}
      aria-selected={selection === undefined ? undefined : isSelected}
      className={onOpen === undefined ? styles.row : `${styles.row} ${styles.opens}`}
      style={{ gridTemplateColumns: tracks, transform: `translateY(${start}px)` }}
      onClick={(event) => {
        if (event.shiftKey && selection !== undefined) selection.extendTo(index);
        else if (event.ctrlKey && selection !== undefined) selection.toggle(index);
        else onOpen?.(row.original);
      }}
      {...props.keys}
    >
      {selection === undefined ? null : (
        <SelectCell
          label={label}
          isSelected={isSelected}
          onSelect={(isRange) => (isRange ? selection.extendTo(index) : selection.toggle(index))}
        />
      )}
      {row.getAllCells().map((cell, cellIndex) => (
        <div key={cell.id} role="gridcell" className={styles.cell} data-end={columns[cellIndex]?.alignEnd}>
          <table.FlexRender cell={cell} />
        </div>
      ))}
    </div>
  );
}

/** A row that was let go while scrolling on, and is on its way back. */
function PlaceOfRow({ start }: { start: number }) {
  return (
    <div className={styles.place} style={{ transform: `translateY(${start}px)` }} aria-hidden="true">
      <span />
    </div>
  );
}

type SelectCellProps = { label: string; isSelected: boolean; onSelect(isRange: boolean): void };

function SelectCell({ label, isSelected, onSelect }: SelectCellProps) {
  const { t } = useWords();
  return (
    <div
      role="gridcell"
      className={styles.select}
      onClick={(event) => {
        event.stopPropagation();
        onSelect(event.shiftKey);
      }}
    >
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isSelected}
        readOnly
        aria-label={t('table.select.row', { row: label })}
      />
    </div>
  );
}

/**
 * Rows that come in above what a person reads must not push it away: the row at the top edge of the view stays
 * there, whatever was added or removed before it. At the very top what is new is wanted, and shows.
 */
function useHeldPosition<Row extends RowData>(props: TableBodyProps<Row>): void {
  const { rows, rowId, rowsBefore: before = 0, scroller, listed } = props;
  const held = useRef<{ id: string; index: number } | undefined>(undefined);
  const shown = useRef(listed);

  useLayoutEffect(() => {
    if (scroller === null) return;
    if (shown.current !== listed) {
      shown.current = listed;
      held.current = undefined;
      scroller.scrollTo({ top: 0 });
    }
    const anchor = held.current;
    if (anchor !== undefined && scroller.scrollTop > 0) {
      const at = rows.findIndex((row) => rowId(row) === anchor.id);
      if (at >= 0) scroller.scrollBy({ top: (at + before - anchor.index) * ROW_HEIGHT });
    }
    const remember = () => {
      const index = Math.floor(scroller.scrollTop / ROW_HEIGHT);
      const row = rows[index - before];
      held.current = row === undefined ? undefined : { id: rowId(row), index };
    };
    remember();
    scroller.addEventListener('scroll', remember, { passive: true });
    return () => scroller.removeEventListener('scroll', remember);
  }, [rows, rowId, before, scroller, listed]);
}
