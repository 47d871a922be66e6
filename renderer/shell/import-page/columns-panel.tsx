import { Skeleton } from '@mantine/core';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useWords } from '../words.ts';
import styles from './import-page.module.css';
import { useImportColumns } from './use-import.ts';

/** What a file has to have. */
export function ColumnsPanel() {
  const { t } = useWords();
  const answer = useImportColumns();
  return (
    <Panel title={t('import.columns')} flush>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={200} radius={0} /> : null}
      {answer.isSuccess ? (
        <div className={styles.scroller}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('import.column')}</th>
                <th scope="col">{t('import.column.needed')}</th>
                <th scope="col">{t('import.column.what')}</th>
              </tr>
            </thead>
            <tbody>
              {answer.data.map(({ heading, required, remedy }) => (
                <tr key={heading}>
                  <th scope="row">{heading}</th>
                  <td>{t(required ? 'import.column.needed.yes' : 'import.column.needed.no')}</td>
                  <td>{remedy}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Panel>
  );
}
