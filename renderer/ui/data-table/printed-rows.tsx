import type { ReactTable, RowData } from '@tanstack/react-table';
import styles from '../data-table.module.css';
import type { Column, features } from './columns.ts';
import { titleOf } from './title-of.ts';

type PrintedRowsProps<Row extends RowData> = {
  table: Pick<ReactTable<typeof features, Row>, 'getRowModel' | 'FlexRender'>;
  columns: readonly Column<Row>[];
};

/** All rows that are loaded, as a plain table: on paper its head stands again at the top of each page. */
export function PrintedRows<Row extends RowData>({ table, columns }: PrintedRowsProps<Row>) {
  return (
    <table className={styles.printed}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col" data-end={column.alignEnd}>
              {titleOf(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr key={row.id}>
            {row.getAllCells().map((cell, index) => (
              <td key={cell.id} data-end={columns[index]?.alignEnd}>
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
