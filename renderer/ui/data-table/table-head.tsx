import type { RowData } from '@tanstack/react-table';
import { type DragEvent, type KeyboardEvent, type PointerEvent, useState } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../data-table.module.css';
import { type Sort, SortHeader } from '../sort-header.tsx';
import type { Column, Placed } from './columns.ts';
import { titleOf } from './title-of.ts';
import type { Selection } from './use-selection.ts';

const KEY_STEP_PIXELS = 16;

type TableHeadProps<Row extends RowData> = {
  placed: readonly Placed<Column<Row>>[];
  tracks: string;
  sort: Sort | undefined;
  onSort: ((column: string) => void) | undefined;
  /** Columns can be moved and resized. */
  arrangeable: boolean;
  selection: Selection<Row> | undefined;
  rowsLoaded: number;
  onMove(id: string, to: number): void;
  onResize(id: string, widthPixels: number | null): void;
};

/** Titles of the columns: sort by click, move by dragging or Alt with arrows, resize at the edge or with Shift too. */
export function TableHead<Row extends RowData>(props: TableHeadProps<Row>) {
  const { placed, tracks, sort, onSort, arrangeable, selection, rowsLoaded, onMove, onResize } = props;
  const [dragged, setDragged] = useState<string | undefined>(undefined);
  const [over, setOver] = useState<string | undefined>(undefined);

  function onKeyDown(event: KeyboardEvent<HTMLElement>, id: string, index: number): void {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (!arrangeable || !event.altKey || step === 0) return;
    event.preventDefault();
    if (event.shiftKey) onResize(id, event.currentTarget.offsetWidth + step * KEY_STEP_PIXELS);
    else onMove(id, index + step);
  }

  function dragging(id: string, index: number) {
    if (!arrangeable) return {};
    return {
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        setDragged(id);
      },
      onDragEnd: () => {
        setDragged(undefined);
        setOver(undefined);
      },
      onDragOver: (event: DragEvent) => {
        if (dragged === undefined) return;
        event.preventDefault();
        setOver(id);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (dragged !== undefined) onMove(dragged, index);
      },
    };
  }

  return (
    <div role="row" aria-rowindex={1} className={styles.head} style={{ gridTemplateColumns: tracks }}>
      {selection === undefined ? null : <SelectAll selection={selection} rowsLoaded={rowsLoaded} />}
      {placed.map(({ column }, index) => (
        <SortHeader
          key={column.id}
          id={column.id}
          text={titleOf(column)}
          alignEnd={column.alignEnd === true}
          sort={sort}
          onSort={column.sortable === true ? onSort : undefined}
          onKeyDown={(event) => onKeyDown(event, column.id, index)}
          {...dragging(column.id, index)}
          isOver={over === column.id && dragged !== column.id}
        >
          {arrangeable ? <ResizeHandle onResize={(pixels) => onResize(column.id, pixels)} /> : null}
        </SortHeader>
      ))}
    </div>
  );
}

function SelectAll<Row>({ selection, rowsLoaded }: { selection: Selection<Row>; rowsLoaded: number }) {
  const { t } = useWords();
  const all = selection.count > 0 && selection.count >= rowsLoaded;
  return (
    <div role="columnheader" className={styles.select}>
      <input
        type="checkbox"
        aria-label={t('table.select.all')}
        checked={all}
        ref={(box) => {
          if (box !== null) box.indeterminate = selection.count > 0 && !all;
        }}
        onChange={() => (all ? selection.clear() : selection.selectAll())}
      />
    </div>
  );
}

/** Dragged with a pointer; a double click gives the column back its own width. Keys and the menu do the same. */
function ResizeHandle({ onResize }: { onResize(pixels: number | null): void }) {
  const [start, setStart] = useState<{ x: number; width: number } | undefined>(undefined);
  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setStart({ x: event.clientX, width: event.currentTarget.parentElement?.offsetWidth ?? 0 });
  }
  return (
    <span
      aria-hidden="true"
      className={styles.resize}
      data-active={start !== undefined}
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (start !== undefined) onResize(start.width + event.clientX - start.x);
      }}
      onPointerUp={() => setStart(undefined)}
      onPointerCancel={() => setStart(undefined)}
      onDoubleClick={() => onResize(null)}
    />
  );
}
