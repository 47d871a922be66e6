import { Button } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { isNoFilter } from '#shared/kernel/filter.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../data-table.module.css';
import type { DataTableProps } from '../data-table.tsx';
import { type Column, type ColumnLayout, layoutOf, type Placed } from './columns.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { ViewsMenu } from './views-menu.tsx';

type TableToolbarProps<Row extends RowData> = DataTableProps<Row> & {
  placed: readonly Placed<Column<Row>>[];
  layout: ColumnLayout;
  viewId: string | null;
  isFiltering: boolean;
  onToggleFilter(): void;
  onLayout(changes: { layout?: ColumnLayout; viewId?: string | null }): void;
  /** What can be done with the whole list. */
  children: ReactNode;
};

/** Views, filter and columns of a table, and what can be done with the whole list. */
export function TableToolbar<Row extends RowData>(props: TableToolbarProps<Row>) {
  const { name, arrangement, onArrange, filtering, columns, placed, onLayout, children } = props;
  const { t } = useWords();
  if (name === undefined && children === null) return null;
  const filter = arrangement?.filter;
  const conditions =
    filter === undefined
      ? 0
      : filter.conditions.length + filter.groups.reduce((sum, group) => sum + group.conditions.length, 0);
  return (
    <div className={styles.toolbar}>
      {name !== undefined && arrangement !== undefined && onArrange !== undefined ? (
        <ViewsMenu
          list={name}
          viewId={props.viewId}
          state={{ columns: shownState(placed), ...arrangement }}
          onApply={({ id, state }) => {
            const shownIds = state.columns.map((column) => column.id);
            const hidden = columns.map((column) => column.id).filter((one) => !shownIds.includes(one));
            onLayout({ viewId: id, layout: { shown: state.columns, hidden } });
            onArrange(state);
          }}
          onViewId={(viewId) => onLayout({ viewId })}
        />
      ) : null}
      {filtering !== undefined && filter !== undefined ? (
        <Button
          variant={isNoFilter(filter) ? 'subtle' : 'light'}
          color={isNoFilter(filter) ? 'gray' : 'sea'}
          c="var(--fl-text)"
          fw={500}
          size="compact-sm"
          leftSection={<IconFilter size={15} stroke={1.8} />}
          aria-expanded={props.isFiltering}
          onClick={props.onToggleFilter}
        >
          {conditions === 0 ? t('filter.open') : t('filter.open.count', { count: conditions })}
        </Button>
      ) : null}
      <span className={styles.toolbarGap} />
      {name === undefined ? null : (
        <ColumnsMenu
          columns={columns}
          placed={placed}
          onChange={(changed) => onLayout({ layout: layoutOf(columns, changed) })}
          onReset={() => onLayout({ layout: { shown: [], hidden: [] } })}
        />
      )}
      {children}
    </div>
  );
}

function shownState(placed: readonly Placed<{ readonly id: string }>[]) {
  return placed.map(({ column, widthPixels }) => ({ id: column.id, widthPixels }));
}
