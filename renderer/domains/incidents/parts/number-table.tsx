import type { RowsAsked } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import styles from '../overview.module.css';
import { NumberLink } from './number-link.tsx';

export type NumberCell = { readonly text: string; readonly rows: RowsAsked; readonly alarm?: boolean };

type NumberTableProps = {
  /** Of the column of names, then of each number. */
  titles: readonly string[];
  rows: readonly { readonly key: string; readonly name: string; readonly cells: readonly NumberCell[] }[];
};

/** A name a row and its numbers, each of which leads to the rows that it counts. */
export function NumberTable({ titles, rows }: NumberTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {titles.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, cells }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {cells.map(({ text, rows: counted, alarm = false }, index) => {
              const title = titles[index + 1] ?? '';
              return (
                <td key={title}>
                  <NumberLink rows={counted} label={`${name}, ${title}`} alarm={alarm}>
                    {text}
                  </NumberLink>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
