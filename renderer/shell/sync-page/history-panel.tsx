import { Button, Skeleton } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { bytesText, dateText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import tables from '../store-page/store-page.module.css';
import { useWords } from '../words.ts';
import styles from './sync-page.module.css';
import { tookText } from './took-text.ts';
import { type Exchange, useExchanges } from './use-sync.ts';

export function HistoryPanel() {
  const { t } = useWords();
  const answer = useExchanges();
  const exchanges = answer.data?.pages.flatMap((page) => page.exchanges);
  return (
    <Panel title={t('sync.history')} flush>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={120} radius={0} /> : null}
      {exchanges?.length === 0 ? (
        <EmptyState icon={IconHistory} title={t('sync.history.none')} text={t('sync.history.none.text')} />
      ) : null}
      {exchanges === undefined || exchanges.length === 0 ? null : <Exchanges exchanges={exchanges} />}
      <div className={styles.line} data-below="true">
        <p className={styles.text}>{t('sync.history.text')}</p>
        {answer.hasNextPage ? (
          <Button
            className={styles.push}
            variant="default"
            loading={answer.isFetchingNextPage}
            onClick={() => void answer.fetchNextPage()}
          >
            {t('sync.older')}
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}

const NUMBERS = ['sent', 'received', 'changes', 'records', 'took'] as const;

function Exchanges({ exchanges }: { exchanges: readonly Exchange[] }) {
  const { t } = useWords();
  return (
    <div className={tables.scroller} tabIndex={0} role="group" aria-label={t('sync.history')}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('sync.history.when')}</th>
            <th scope="col">{t('sync.history.way')}</th>
            {NUMBERS.map((column) => (
              <th key={column} scope="col" className={tables.number}>
                {t(`sync.history.${column}`)}
              </th>
            ))}
            <th scope="col">{t('sync.history.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {exchanges.map((exchange) => (
            <tr key={exchange.number}>
              <td className={tables.whole}>
                <RelativeTime at={exchange.at} />
              </td>
              <td className={tables.whole}>{t(`sync.way.${exchange.way}`)}</td>
              <td className={tables.number}>{bytesText(exchange.sentBytes)}</td>
              <td className={tables.number}>{bytesText(exchange.receivedBytes)}</td>
              <td className={tables.number}>{exchange.entries}</td>
              <td className={tables.number}>{exchange.records}</td>
              <td className={tables.number}>{tookText(exchange.durationMs)}</td>
              <td className={exchange.problem === null ? undefined : styles.waits}>
                {exchange.problem?.message ?? t('sync.history.done')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the link carried, day by day: what a bill can be held against. */
export function DaysPanel() {
  const { t } = useWords();
  const days = useExchanges().data?.pages[0]?.days ?? [];
  if (days.length === 0) return null;
  return (
    <Panel title={t('sync.days')} flush>
      <div className={tables.scroller} tabIndex={0} role="group" aria-label={t('sync.days')}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{t('sync.day')}</th>
              {(['history.sent', 'history.received', 'day.exchanges', 'day.idle', 'day.failed'] as const).map(
                (column) => (
                  <th key={column} scope="col" className={tables.number}>
                    {t(`sync.${column}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, sentBytes, receivedBytes, exchanges, idle, failed }) => (
              <tr key={day}>
                <td className={tables.whole}>{dateText(`${day}T12:00:00Z`, 'UTC')}</td>
                <td className={tables.number}>{bytesText(sentBytes)}</td>
                <td className={tables.number}>{bytesText(receivedBytes)}</td>
                <td className={tables.number}>{exchanges}</td>
                <td className={tables.number}>{idle}</td>
                <td className={tables.number}>{failed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.line} data-below="true">
        <p className={styles.text}>{t('sync.bytes.note')}</p>
      </div>
    </Panel>
  );
}
