import { IconChevronRight } from '@tabler/icons-react';
import { Fragment, type ReactNode, useState } from 'react';
import tables from '../store-page/store-page.module.css';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';

type Column = 'console' | 'when' | 'who' | 'what' | 'event' | 'records' | 'state' | 'proof';

type OpeningTableProps<Item> = {
  label: string;
  /** What follows the number. */
  columns: readonly Column[];
  items: readonly Item[];
  keyOf(item: Item): string;
  openText(item: Item): string;
  /** One cell for each column. */
  cells(item: Item): ReactNode;
  detail(item: Item): ReactNode;
};

/** Numbered rows, of which one at a time opens to its detail. */
export function OpeningTable<Item extends { readonly seq: number }>({
  label,
  columns,
  items,
  keyOf,
  openText,
  cells,
  detail,
}: OpeningTableProps<Item>) {
  const { t } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className={styles.scroller} tabIndex={0} role="group" aria-label={label}>
      <table className={tables.table}>
        <thead>
          <tr>
            {(['number', ...columns] as const).map((column) => (
              <th key={column} scope="col">
                {t(`audit.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const key = keyOf(item);
            const isOpen = open === key;
            return (
              <Fragment key={key}>
                <tr data-open={isOpen}>
                  <td className={tables.whole}>
                    <button
                      type="button"
                      className={styles.toggle}
                      aria-expanded={isOpen}
                      aria-label={openText(item)}
                      onClick={() => setOpen(isOpen ? null : key)}
                    >
                      <IconChevronRight size={14} aria-hidden="true" />
                      {item.seq}
                    </button>
                  </td>
                  {cells(item)}
                </tr>
                {isOpen ? (
                  <tr>
                    <td colSpan={columns.length + 1} className={styles.opened}>
                      {detail(item)}
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
