import { Skeleton } from '@mantine/core';
import { IconMoonStars } from '@tabler/icons-react';
import { useState } from 'react';
import type { Burning } from '#shared/domains/incidents/queries/watch.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ApprovalsForMe } from '../parts/approvals-for-me.tsx';
import { BurningCard } from './burning-card.tsx';
import { DueNext } from './due-next.tsx';
import { WatchActions } from './watch-actions.tsx';
import styles from './watch.module.css';

/** Steps and deadlines come nearer without anything being written. */
const REFRESH_MS = 15_000;

/** One glance: what burns, whose turn it is, what is due. One hand: what can be done stands at the bottom, large. */
export function WatchPage() {
  const { t } = useWords();
  const answer = useAnswer('incidents.watch', {}, { refetchIntervalMs: REFRESH_MS });
  const [chosenId, choose] = useState<string | null>(null);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={260} radius={6} />;
  const { burning, next, lateMore, total } = answer.data;
  const chosen = chosenOf(burning, chosenId);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('incidents.watch.title')}</h1>
        {total === 0 ? null : <p>{t('incidents.watch.open', { count: total })}</p>}
      </header>
      <ApprovalsForMe />
      <div className={styles.body} data-calm={total === 0}>
        <section aria-label={t('incidents.watch.burning')} className={styles.burning}>
          {total === 0 ? (
            <EmptyState
              icon={IconMoonStars}
              title={t('incidents.watch.calm')}
              text={t(next.length === 0 ? 'incidents.watch.calm.text' : 'incidents.watch.calm.open')}
            />
          ) : (
            <ul>
              {burning.map((one) => (
                <li key={one.incident.id}>
                  <BurningCard
                    burning={one}
                    isChosen={one.incident.id === chosen?.incident.id}
                    onChoose={() => choose(one.incident.id)}
                  />
                </li>
              ))}
            </ul>
          )}
          {total > burning.length ? (
            <p className={styles.more}>{t('incidents.watch.more', { count: total - burning.length })}</p>
          ) : null}
        </section>
        {total === 0 && next.length === 0 ? null : <DueNext next={next} lateMore={lateMore} />}
      </div>
      <WatchActions incident={chosen?.incident ?? null} />
    </div>
  );
}

/** Without a choice, the worst that nobody has; with none of those, the worst. */
function chosenOf(burning: readonly Burning[], chosenId: string | null): Burning | undefined {
  return (
    burning.find(({ incident }) => incident.id === chosenId) ??
    burning.find(({ incident }) => incident.acknowledgedAt === null) ??
    burning[0]
  );
}
