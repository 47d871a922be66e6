import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import styles from './data-table.module.css';

export type Sort = { readonly column: string; readonly direction: 'ascending' | 'descending' };

type SortHeaderProps = {
  id: string;
  text: string;
  alignEnd: boolean;
  sort: Sort | undefined;
  /** Undefined: the column can't be sorted by. */
  onSort: ((column: string) => void) | undefined;
};

export function SortHeader({ id, text, alignEnd, sort, onSort }: SortHeaderProps) {
  const sorted = sort?.column === id ? sort.direction : undefined;
  const SortIcon = sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  if (onSort === undefined) {
    return (
      <div role="columnheader" className={styles.header} data-end={alignEnd}>
        {text}
      </div>
    );
  }
  return (
    <div role="columnheader" className={styles.header} data-end={alignEnd} aria-sort={sorted ?? 'none'}>
      <button type="button" className={styles.sort} onClick={() => onSort(id)}>
        {text}
        {sorted === undefined ? null : <SortIcon size={13} stroke={2} aria-hidden="true" />}
      </button>
    </div>
  );
}
