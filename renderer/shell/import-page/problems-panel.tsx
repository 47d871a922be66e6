import { Button, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAction } from '../api/use-action.ts';
import { t as word, useWords } from '../words.ts';
import styles from './import-page.module.css';
import { Pager } from './pager.tsx';
import { saveTable } from './save-table.ts';
import { allProblems, useProblems } from './use-import.ts';

/** Every wrong line, page by page, and all of them as a file to work through. */
export function ProblemsPanel({ importId }: { importId: string }) {
  const { t } = useWords();
  const [after, setAfter] = useState(0);
  const answer = useProblems(importId, after);
  const save = useAction(useCallback(() => saveProblems(importId), [importId]));
  const total = answer.data?.total ?? 0;
  return (
    <Panel title={t('import.problems')} flush>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={160} radius={0} /> : null}
      {answer.isSuccess && total === 0 ? <p className={styles.pager}>{t('import.problems.none')}</p> : null}
      {answer.isSuccess && total > 0 ? (
        <>
          <div className={styles.scroller}>
            <table className={styles.table}>
              <thead>
                <tr>
                  {headings().map((heading) => (
                    <th key={heading} scope="col">
                      {heading}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {answer.data.problems.map(({ line, column, value, reason, remedy }, index) => (
                  <tr key={after + index}>
                    <td className={styles.number}>{line}</td>
                    <td>{column ?? ''}</td>
                    <td>{value}</td>
                    <td>{reason}</td>
                    <td>{remedy}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager after={after} total={total} onPage={setAfter}>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconDownload size={15} />}
              loading={save.busy}
              onClick={() => void save.run(undefined)}
            >
              {t('import.problems.save')}
            </Button>
          </Pager>
          <ErrorAlert error={save.error} />
        </>
      ) : null}
    </Panel>
  );
}

function headings(): readonly string[] {
  return [
    word('import.problems.line'),
    word('import.problems.column'),
    word('import.problems.value'),
    word('import.problems.reason'),
    word('import.problems.remedy'),
  ];
}

async function saveProblems(importId: string): Promise<void> {
  const rows = (await allProblems(importId)).map(({ line, column, value, reason, remedy }) => [
    line,
    column,
    value,
    reason,
    remedy,
  ]);
  saveTable('fairlead-import-problems.csv', [headings(), ...rows]);
}
