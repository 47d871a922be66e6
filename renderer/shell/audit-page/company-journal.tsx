import { Button, Skeleton } from '@mantine/core';
import { IconFilterOff, IconPlugConnectedX } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';
import { CompanyTable } from './company-table.tsx';
import { CompanyFilterBar } from './filter-bar.tsx';
import { companyAskedOf, type usePageFilters } from './journal-filters.ts';
import { useCompanyJournal } from './use-journal.ts';

/** What all consoles of the company did, as the server has it. */
export function CompanyJournal({ state }: { state: ReturnType<typeof usePageFilters> }) {
  const { t } = useWords();
  const { filters, change } = state;
  const answer = useCompanyJournal(companyAskedOf(filters, useSite()?.timeZone ?? 'UTC'));
  const found = answer.data?.pages;
  const items = found?.flatMap((page) => page.items);
  return (
    <>
      <CompanyFilterBar filters={filters} consoles={found?.[0]?.consoles ?? []} onChange={change} />
      <Panel title={t('audit.of.company')} flush>
        {answer.isError ? <NoAnswer error={answer.error} onRetry={() => void answer.refetch()} /> : null}
        {answer.isPending ? <Skeleton height={320} radius={0} /> : null}
        {items?.length === 0 ? (
          <EmptyState icon={IconFilterOff} title={t('audit.none')} text={t('audit.company.none.text')} />
        ) : null}
        {items === undefined || items.length === 0 ? null : <CompanyTable items={items} />}
        <div className={styles.below}>
          <p className={styles.muted}>{t('audit.company.elsewhere')}</p>
          {answer.hasNextPage ? (
            <Button
              variant="default"
              loading={answer.isFetchingNextPage}
              onClick={() => void answer.fetchNextPage()}
            >
              {t('audit.company.further')}
            </Button>
          ) : null}
        </div>
      </Panel>
    </>
  );
}

/** Without a link nothing is wrong; anything else is said as it is. */
function NoAnswer({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useWords();
  const link = useConsoleStatus()?.sync.link;
  if (link === 'online' || link === 'syncing' || link === 'refused') {
    return <ErrorState error={error} onRetry={onRetry} />;
  }
  return (
    <EmptyState
      icon={IconPlugConnectedX}
      title={t(link === 'not-joined' ? 'audit.company.notJoined' : 'audit.company.offline')}
      text={t('audit.company.offline.text')}
    >
      <Button variant="default" onClick={onRetry}>
        {t('action.tryAgain')}
      </Button>
    </EmptyState>
  );
}
