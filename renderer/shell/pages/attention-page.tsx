import { Skeleton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useWords } from '../words.ts';
import { AttentionCard } from './attention-card.tsx';
import { useAttention } from './use-attention.ts';

/** What the server refused: kept until a person retries or discards it. */
export function AttentionPage() {
  const { t } = useWords();
  const answer = useAttention();
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('attention.title')} />
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={120} radius={6} /> : null}
      {answer.data?.length === 0 ? (
        <EmptyState icon={IconCircleCheck} title={t('attention.none')} text={t('attention.none.text')} />
      ) : null}
      {answer.data !== undefined && answer.data.length > 0 ? (
        <>
          <p className={pages.lead}>{t('attention.text')}</p>
          {answer.data.map((item) => (
            <AttentionCard key={item.seq} item={item} />
          ))}
        </>
      ) : null}
    </div>
  );
}
