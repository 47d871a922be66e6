import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { HTMLAttributes, ReactNode } from 'react';
import styles from './data-table.module.css';

export type Sort = { readonly column: string; readonly direction: 'ascending' | 'descending' };

type SortHeaderProps = Omit<HTMLAttributes<HTMLDivElement>, 'id'> & {
  id: string;
  text: string;
  alignEnd: boolean;
  sort: Sort | undefined;
  /** Undefined: the column can't be sorted by. */
  onSort: ((column: string) => void) | undefined;
  /** Another column would come to stand here. */
  isOver?: boolean;
  children?: ReactNode;
};

export function SortHeader(props: SortHeaderProps) {
  const { id, text, alignEnd, sort, onSort, isOver = false, children, ...rest } = props;
  const sorted = sort?.column === id ? sort.direction : undefined;
  const SortIcon = sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  const looks = { className: styles.header, 'data-end': alignEnd, 'data-over': isOver };
  if (onSort === undefined) {
    return (
      <div role="columnheader" {...looks} {...rest}>
        <span className={styles.headerText}>{text}</span>
        {children}
      </div>
    );
  }
  return (
    <div role="columnheader" {...looks} aria-sort={sorted ?? 'none'} {...rest}>
      <button type="button" className={styles.sort} onClick={() => onSort(id)}>
        <span className={styles.headerText}>{text}</span>
        {sorted === undefined ? null : <SortIcon size={13} stroke={2} aria-hidden="true" />}
      </button>
      {children}
    </div>
  );
}
