import { useWords } from '#renderer/shell/words.ts';
import type { ChartData } from '../chart.tsx';
import styles from '../chart.module.css';
import { valueText } from './value-text.ts';

export function ChartTable({ data }: { data: ChartData }) {
  const { t } = useWords();
  return (
    // Scrolls by itself, so a keyboard must be able to reach it.
    <div className={styles.tableScroller} tabIndex={0} role="region" aria-label={data.title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('chart.category')}</th>
            {data.series.map((series) => (
              <th key={series.name} scope="col">
                {series.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.categories.map((category, index) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {data.series.map((series) => (
                <td key={series.name}>{valueText(data, series.values[index] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
