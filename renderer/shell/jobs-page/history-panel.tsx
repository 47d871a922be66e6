import { Button, Skeleton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { instantText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import tables from '../store-page/store-page.module.css';
import sync from '../sync-page/sync-page.module.css';
import { tookText } from '../sync-page/took-text.ts';
import { useWords } from '../words.ts';
import styles from './jobs-page.module.css';
import { RunOutcome } from './run-outcome.tsx';
import { type JobRun, useRuns } from './use-jobs.ts';

export function HistoryPanel({ timeZone }: { timeZone: string | undefined }) {
  const { t } = useWords();
  const answer = useRuns();
  const runs = answer.data?.pages.flatMap((page) => page.runs);
  return (
    <Panel title={t('jobs.history')} flush>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={120} radius={0} /> : null}
      {runs?.length === 0 ? (
        <EmptyState icon={IconHistory} title={t('jobs.history.none')} text={t('jobs.history.none.text')} />
      ) : null}
      {runs === undefined || runs.length === 0 ? null : <Runs runs={runs} timeZone={timeZone} />}
      <div className={sync.line} data-below="true">
        <p className={sync.text}>{t('jobs.history.text')}</p>
        {answer.hasNextPage ? (
          <Button
            className={sync.push}
            variant="default"
            loading={answer.isFetchingNextPage}
            onClick={() => void answer.fetchNextPage()}
          >
            {t('jobs.history.older')}
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}

function Runs({ runs, timeZone }: { runs: readonly JobRun[]; timeZone: string | undefined }) {
  const { t, label } = useWords();
  return (
    <div className={tables.scroller} tabIndex={0} role="group" aria-label={t('jobs.history')}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('jobs.began')}</th>
            <th scope="col">{t('jobs.job')}</th>
            <th scope="col" className={tables.number}>
              {t('jobs.took')}
            </th>
            <th scope="col">{t('jobs.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const at = run.startedAt ?? run.dueAt;
            return (
              <tr key={run.number}>
                <td className={tables.whole}>
                  {instantText(at, timeZone)}{' '}
                  <span className={styles.small}>
                    <RelativeTime at={at} />
                  </span>
                </td>
                <td>{label({ key: run.titleKey })}</td>
                <td className={tables.number}>{run.tookMs === null ? '–' : tookText(run.tookMs)}</td>
                <td>
                  <RunOutcome run={run} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
