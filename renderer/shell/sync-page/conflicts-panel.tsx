import { Button, Skeleton } from '@mantine/core';
import { IconCloudQuestion, IconEye, IconGitMerge } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import { ConflictItem } from './conflict-item.tsx';
import styles from './sync-page.module.css';
import { type Conflict, useConflicts, useConflictsSeen } from './use-sync.ts';

/** Fields that two consoles set without knowing of each other, and how that was settled. */
export function ConflictsPanel() {
  const { t } = useWords();
  const answer = useConflicts();
  const [newest] = answer.data?.pages ?? [];
  const conflicts = answer.data?.pages.flatMap((page) => page.conflicts) ?? [];
  return (
    <Panel title={t('sync.conflicts')} flush>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={120} radius={0} /> : null}
      {newest === undefined || conflicts.length > 0 ? null : <Nothing askedAt={newest.askedAt} />}
      {newest !== undefined && conflicts.length > 0 ? (
        <>
          <Lead askedAt={newest.askedAt} unseen={newest.unseen} conflicts={conflicts} />
          {conflicts.map((conflict) => (
            <ConflictItem key={conflict.number} conflict={conflict} />
          ))}
        </>
      ) : null}
      {answer.hasNextPage ? (
        <div className={styles.line} data-below="true">
          <Button
            variant="default"
            loading={answer.isFetchingNextPage}
            onClick={() => void answer.fetchNextPage()}
          >
            {t('sync.older')}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function Nothing({ askedAt }: { askedAt: string | null }) {
  const { t } = useWords();
  const now = useHostNow();
  if (askedAt === null) {
    return (
      <EmptyState
        icon={IconCloudQuestion}
        title={t('sync.conflicts.never')}
        text={t('sync.conflicts.never.text')}
      />
    );
  }
  const when = t('sync.conflicts.asked', { when: relativeText(askedAt, now) });
  return (
    <EmptyState
      icon={IconGitMerge}
      title={t('sync.conflicts.none')}
      text={`${t('sync.conflicts.none.text')} ${when}`}
    />
  );
}

function Lead(props: { askedAt: string | null; unseen: number; conflicts: readonly Conflict[] }) {
  const { askedAt, unseen, conflicts } = props;
  const { t } = useWords();
  const now = useHostNow();
  const { run, busy, error } = useConflictsSeen();
  const newest = conflicts[0]?.number;
  return (
    <div className={styles.line} data-above="true">
      <p className={styles.text}>
        {t('sync.conflicts.text')}{' '}
        {askedAt === null ? null : t('sync.conflicts.asked', { when: relativeText(askedAt, now) })}
      </p>
      {unseen === 0 || newest === undefined ? null : (
        <>
          <span className={`${styles.badge} ${styles.push}`}>
            {t('sync.conflicts.unseen', { count: unseen })}
          </span>
          <Button
            variant="default"
            leftSection={<IconEye size={15} />}
            loading={busy}
            onClick={() => void run(newest)}
          >
            {t('sync.conflicts.seen')}
          </Button>
        </>
      )}
      <ErrorAlert error={error} />
    </div>
  );
}
