import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column, Sort } from './data-table.tsx';
import styles from './data-table.module.css';

type SortHeaderProps = {
  column: Pick<Column<never>, 'id' | 'header' | 'sortable' | 'alignEnd'>;
  sort: Sort | undefined;
  onSort: ((column: string) => void) | undefined;
};

export function SortHeader({ column, sort, onSort }: SortHeaderProps) {
  const text = typeof column.header === 'string' ? column.header : '';
  const sorted = sort?.column === column.id ? sort.direction : undefined;
  const SortIcon = sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  const sortable = column.sortable === true && onSort !== undefined;
  return (
    <div
      role="columnheader"
      className={styles.header}
      data-end={column.alignEnd}
      {...(sortable ? { 'aria-sort': sorted ?? ('none' as const) } : {})}
    >
      {sortable ? (
        <button type="button" className={styles.sort} onClick={() => onSort(column.id)}>
          {text}
          {sorted === undefined ? null : <SortIcon size={13} stroke={2} aria-hidden="true" />}
        </button>
      ) : (
        text
      )}
    </div>
  );
}
