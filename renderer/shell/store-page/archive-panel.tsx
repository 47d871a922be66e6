import { Button } from '@mantine/core';
import { IconArchive, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useCallback } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { bytesText, monthText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useAction } from '../api/use-action.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { connection } from '../connection/console-connection.ts';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import { GoodNews } from './task-state.tsx';
import { CountedProgress } from '#renderer/ui/counted-progress.tsx';

type Archive = inferRouterOutputs<AppRouter>['store']['archive'];
type Work = NonNullable<Archive['work']>;

const KEY = ['store.archive'];
const WORKING_MS = 400;
const RESTING_MS = 30_000;

/** What lies in monthly files, and how it gets there. */
export function ArchivePanel() {
  const { t } = useWords();
  const answer = useQuery({
    queryKey: KEY,
    queryFn: () => connection.api.store.archive.query(),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.work?.state === 'running' ? WORKING_MS : RESTING_MS),
  });
  const archive = answer.data;
  if (archive === undefined) return null;
  return (
    <Panel title={t('store.archive')} flush>
      <div className={styles.work} style={{ padding: '12px 14px' }}>
        <p className={styles.text}>{t('store.archive.text', { days: archive.afterDays })}</p>
        <Actions isRunning={archive.work?.state === 'running'} />
        {archive.work === null ? null : <WorkState work={archive.work} />}
      </div>
      {archive.months.length === 0 ? (
        <EmptyState icon={IconArchive} title={t('store.archive.none')} text={t('store.archive.none.text')} />
      ) : (
        <Months months={archive.months} />
      )}
    </Panel>
  );
}

function Actions({ isRunning }: { isRunning: boolean }) {
  const { t } = useWords();
  const client = useQueryClient();
  const { run, busy, error } = useAction(
    useCallback(
      async (what: 'archiveNow' | 'stopArchiving') => {
        await connection.api.store[what].mutate();
        await client.invalidateQueries({ queryKey: KEY });
      },
      [client],
    ),
  );
  return (
    <>
      <div className={styles.row}>
        <Button
          variant="default"
          leftSection={<IconArchive size={15} />}
          loading={isRunning}
          disabled={busy}
          onClick={() => void run('archiveNow')}
        >
          {t('store.archive.now')}
        </Button>
        {isRunning ? (
          <Button
            variant="subtle"
            leftSection={<IconX size={15} />}
            onClick={() => void run('stopArchiving')}
          >
            {t('action.cancel')}
          </Button>
        ) : null}
      </div>
      <ErrorAlert error={error} />
    </>
  );
}

function WorkState({ work }: { work: Work }) {
  const { t } = useWords();
  const now = useHostNow();
  const { state, total, moved, records, endedAt, startedAt, problem } = work;
  const when = relativeText(endedAt ?? startedAt, now);
  if (state === 'failed') return <ErrorAlert error={problem} />;
  if (state === 'cancelled') return <p className={styles.text}>{t('store.archive.cancelled', { when })}</p>;
  if (state === 'done') {
    return (
      <>
        <GoodNews>{t('store.archive.done', { when, count: records })}</GoodNews>
        {total > moved ? (
          <p className={styles.text}>{t('store.archive.waiting', { count: total - moved })}</p>
        ) : null}
      </>
    );
  }
  return (
    <>
      <CountedProgress done={moved} total={total} label={t('store.archive.progress')} />
      <p className={styles.text} role="status">
        {t('store.archive.running', { moved, total })}
      </p>
    </>
  );
}

function Months({ months }: { months: Archive['months'] }) {
  const { t } = useWords();
  return (
    <div className={styles.scroller} tabIndex={0} role="group" aria-label={t('store.archive')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('store.archive.month')}</th>
            <th scope="col" className={styles.number}>
              {t('store.archive.records')}
            </th>
            <th scope="col" className={styles.number}>
              {t('store.archive.size')}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ month, records, sizeBytes }) => (
            <tr key={month}>
              <td>{monthText(month)}</td>
              <td className={styles.number}>{records}</td>
              <td className={styles.number}>
                {sizeBytes === null ? t('store.archive.missing') : bytesText(sizeBytes)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
