import { Skeleton } from '@mantine/core';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { AttentionCard } from '../pages/attention-card.tsx';
import { GoodNews } from '../store-page/task-state.tsx';
import { useAttention } from '../pages/use-attention.ts';
import { useWords } from '../words.ts';
import styles from './sync-page.module.css';

/** What the server refused, to be tried again or discarded. */
export function AttentionPanel({ count }: { count: number }) {
  const { t } = useWords();
  const answer = useAttention();
  if (count === 0 && !answer.isError) {
    return (
      <Panel title={t('attention.title')}>
        <GoodNews>{t('sync.attention.none')}</GoodNews>
      </Panel>
    );
  }
  return (
    <Panel title={t('attention.title')} flush>
      <div className={styles.cards}>
        <p className={styles.text}>{t('attention.text')}</p>
        {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
        {answer.isPending ? <Skeleton height={120} radius={6} /> : null}
        {answer.data?.map((item) => (
          <AttentionCard key={item.seq} item={item} />
        ))}
      </div>
    </Panel>
  );
}
