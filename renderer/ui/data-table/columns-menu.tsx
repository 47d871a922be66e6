import { ActionIcon, Checkbox, Popover } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconArrowsHorizontal,
  IconColumns3,
  IconGripVertical,
  IconMinus,
  IconPlus,
} from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import { type KeyboardEvent, useState } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../data-table.module.css';
import { type Column, moved, type Placed, resized } from './columns.ts';
import { titleOf } from './title-of.ts';
import { ToolButton } from '../tool-button.tsx';

const WIDTH_STEP_PIXELS = 24;
/** From where a column without a width of its own begins to be made wider. */
const USUAL_PIXELS = 160;

type ColumnsMenuProps<Row extends RowData> = {
  columns: readonly Column<Row>[];
  placed: readonly Placed<Column<Row>>[];
  onChange(placed: readonly Placed<Column<Row>>[]): void;
  onReset(): void;
};

/** Which columns, in which order and how wide: by pointer and by keyboard alike. */
export function ColumnsMenu<Row extends RowData>({
  columns,
  placed,
  onChange,
  onReset,
}: ColumnsMenuProps<Row>) {
  const { t } = useWords();
  const [dragged, setDragged] = useState<string | null>(null);
  const hidden = columns.filter(({ id }) => !placed.some(({ column }) => column.id === id));
  const show = (column: Column<Row>) => onChange([...placed, { column, widthPixels: null }]);
  const hide = (id: string) => onChange(placed.filter(({ column }) => column.id !== id));
  return (
    <Popover position="bottom-end" width={330} trapFocus shadow="md">
      <Popover.Target>
        <ToolButton leftSection={<IconColumns3 size={15} stroke={1.8} />}>{t('table.columns')}</ToolButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.menu} aria-label={t('table.columns')}>
        <ul className={styles.columns}>
          {placed.map(({ column, widthPixels }, index) => (
            <ColumnItem
              key={column.id}
              title={titleOf(column)}
              place={{
                isFirst: index === 0,
                isLast: index === placed.length - 1,
                isOnly: placed.length === 1,
              }}
              isDragged={dragged === column.id}
              onHide={() => hide(column.id)}
              onMove={(by) => onChange(moved(placed, column.id, index + by))}
              onWiden={(by) =>
                onChange(resized(placed, column.id, (widthPixels ?? USUAL_PIXELS) + by * WIDTH_STEP_PIXELS))
              }
              onDrag={(isDragging) => setDragged(isDragging ? column.id : null)}
              onDragOver={() => {
                if (dragged !== null && dragged !== column.id) onChange(moved(placed, dragged, index));
              }}
            />
          ))}
        </ul>
        <HiddenColumns columns={hidden} onShow={show} />
        <ToolButton leftSection={<IconArrowsHorizontal size={15} />} onClick={onReset}>
          {t('table.columns.reset')}
        </ToolButton>
      </Popover.Dropdown>
    </Popover>
  );
}

type HiddenColumnsProps<Row extends RowData> = {
  columns: readonly Column<Row>[];
  onShow(column: Column<Row>): void;
};

function HiddenColumns<Row extends RowData>({ columns, onShow }: HiddenColumnsProps<Row>) {
  const { t } = useWords();
  if (columns.length === 0) return null;
  return (
    <ul className={styles.columns} aria-label={t('table.columns.hidden')}>
      {columns.map((column) => (
        <li key={column.id} className={styles.columnItem}>
          <span className={styles.grip} />
          <Checkbox size="xs" checked={false} label={titleOf(column)} onChange={() => onShow(column)} />
        </li>
      ))}
    </ul>
  );
}

type ColumnItemProps = {
  title: string;
  place: { isFirst: boolean; isLast: boolean; isOnly: boolean };
  isDragged: boolean;
  onHide(): void;
  onMove(by: number): void;
  onWiden(by: number): void;
  onDrag(isDragging: boolean): void;
  onDragOver(): void;
};

function ColumnItem({
  title,
  place,
  isDragged,
  onHide,
  onMove,
  onWiden,
  onDrag,
  onDragOver,
}: ColumnItemProps) {
  const { t } = useWords();
  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    onMove(by);
  }
  return (
    <li
      className={styles.columnItem}
      data-dragged={isDragged}
      onKeyDown={onKeyDown}
      onDragOver={(event) => {
        event.preventDefault();
        onDragOver();
      }}
    >
      <span
        className={styles.grip}
        draggable
        onDragStart={() => onDrag(true)}
        onDragEnd={() => onDrag(false)}
      >
        <IconGripVertical size={14} aria-hidden="true" />
      </span>
      <Checkbox size="xs" checked disabled={place.isOnly} label={title} onChange={onHide} />
      <span className={styles.columnKeys}>
        <Key
          icon={IconMinus}
          text={t('table.column.narrower', { column: title })}
          onClick={() => onWiden(-1)}
        />
        <Key icon={IconPlus} text={t('table.column.wider', { column: title })} onClick={() => onWiden(1)} />
        <Key
          icon={IconArrowUp}
          text={t('table.column.earlier', { column: title })}
          disabled={place.isFirst}
          onClick={() => onMove(-1)}
        />
        <Key
          icon={IconArrowDown}
          text={t('table.column.later', { column: title })}
          disabled={place.isLast}
          onClick={() => onMove(1)}
        />
      </span>
    </li>
  );
}

type KeyProps = { icon: typeof IconPlus; text: string; disabled?: boolean; onClick(): void };

/** A button that stays in reach of the keyboard at the end of its way. */
function Key({ icon: KeyIcon, text, disabled = false, onClick }: KeyProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label={text}
      title={text}
      aria-disabled={disabled}
      data-off={disabled}
      onClick={() => {
        if (!disabled) onClick();
      }}
    >
      <KeyIcon size={14} color={disabled ? 'var(--fl-disabled)' : 'var(--fl-text)'} />
    </ActionIcon>
  );
}
