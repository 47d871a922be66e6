import { Button, Skeleton } from '@mantine/core';
import type { HistoryItem, RecordKey } from '#shared/audit/journal-view.ts';
import styles from '#renderer/shell/audit-page/audit-page.module.css';
import { FieldChanges } from '#renderer/shell/audit-page/field-changes.tsx';
import { useRecordHistory } from '#renderer/shell/audit-page/use-journal.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorState } from './error-state.tsx';
import { Panel } from './panel.tsx';
import { absoluteText, RelativeTime } from './relative-time.tsx';

/** Who changed a record on this console, when, and what each field was before. */
export function RecordHistory({ record }: { record: RecordKey }) {
  const { t } = useWords();
  const site = useSite();
  const answer = useRecordHistory(record);
  const items = answer.data?.pages.flatMap((page) => page.items);
  const elsewhere = answer.data?.pages[0]?.cameFromElsewhereAt ?? null;
  return (
    <Panel title={t('history.title')}>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={80} /> : null}
      {items?.length === 0 ? <p className={styles.muted}>{t('history.none')}</p> : null}
      <ol className={styles.history}>
        {items?.map((item) => (
          <Change key={item.seq} item={item} />
        ))}
      </ol>
      {answer.hasNextPage ? (
        <Button
          variant="default"
          loading={answer.isFetchingNextPage}
          onClick={() => void answer.fetchNextPage()}
        >
          {t('history.older')}
        </Button>
      ) : null}
      {elsewhere === null ? null : (
        <p className={styles.muted}>
          {t('history.elsewhere', { time: absoluteText(elsewhere, site?.timeZone) })}
        </p>
      )}
    </Panel>
  );
}

function Change({ item }: { item: HistoryItem }) {
  const { t, label } = useWords();
  const said = label(item.label);
  return (
    <li className={styles.historyItem}>
      <p className={styles.historyHead}>
        <strong>{said}</strong>
        <span className={styles.muted}>
          {item.actorName === '' ? t('audit.console') : item.actorName} · <RelativeTime at={item.at} />
          {item.state === 'applied' || item.state === 'pending'
            ? null
            : ` · ${t(`audit.state.${item.state}`)}`}
        </span>
      </p>
      <details>
        <summary>{t('history.fields', { count: item.fields.length })}</summary>
        <FieldChanges fields={item.fields} name={said} />
      </details>
    </li>
  );
}
