import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconFilterOff, IconListDetails } from '@tabler/icons-react';
import type { JournalChoices } from '#shared/audit/journal-view.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { goTo } from '../hash-location.ts';
import { useMay } from '../use-may.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import { ChainPanel } from './chain-panel.tsx';
import { CompanyJournal } from './company-journal.tsx';
import { EntryTable } from './entry-table.tsx';
import { ExportPanel } from './export-panel.tsx';
import { JournalFilterBar } from './filter-bar.tsx';
import { askedOf, usePageFilters } from './journal-filters.ts';
import styles from './audit-page.module.css';
import { useJournal, useJournalChoices } from './use-journal.ts';

/** Everything that was done on this console, and the proof that it is everything; at an office also what others did. */
export function AuditPage() {
  const { t } = useWords();
  const site = useSite();
  const state = usePageFilters();
  const { filters, change } = state;
  const choices = useJournalChoices().data;
  const isCompany = filters.of === 'company' && site?.kind === 'office';
  const own = choices === undefined ? '' : t('audit.note', { count: choices.entries });
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('audit.title')} note={isCompany ? t('audit.company.note') : own}>
        {site?.kind === 'office' ? (
          <SegmentedControl
            size="xs"
            aria-label={t('audit.of')}
            value={isCompany ? 'company' : 'here'}
            onChange={(value) =>
              change({ of: value === 'company' ? 'company' : null, site: null, console: null })
            }
            data={[
              { value: 'here', label: t('audit.of.here') },
              { value: 'company', label: t('audit.of.company') },
            ]}
          />
        ) : null}
      </PageHeader>
      {isCompany ? <CompanyJournal state={state} /> : <OwnJournal state={state} choices={choices} />}
    </div>
  );
}

type OwnJournalProps = {
  state: ReturnType<typeof usePageFilters>;
  choices: JournalChoices | undefined;
};

function OwnJournal({ state: { filters, change, isNarrowed }, choices }: OwnJournalProps) {
  const { t } = useWords();
  const may = useMay();
  const filter = askedOf(filters, useSite()?.timeZone ?? 'UTC');
  const answer = useJournal(filter);
  const items = answer.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <div className={pages.columns}>
        <ChainPanel />
        {may('audit.export') ? <ExportPanel filter={filter} /> : null}
      </div>
      <JournalFilterBar filters={filters} choices={choices} onChange={change} />
      <Panel title={t('audit.title')} flush>
        {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
        {answer.isPending ? <Skeleton height={320} radius={0} /> : null}
        {items?.length === 0 ? <NoEntries isNarrowed={isNarrowed} /> : null}
        {items === undefined || items.length === 0 ? null : <EntryTable items={items} />}
        <div className={styles.below}>
          <p className={styles.muted}>{t('audit.elsewhere')}</p>
          {answer.hasNextPage ? (
            <Button
              variant="default"
              loading={answer.isFetchingNextPage}
              onClick={() => void answer.fetchNextPage()}
            >
              {t('audit.older')}
            </Button>
          ) : null}
        </div>
      </Panel>
    </>
  );
}

function NoEntries({ isNarrowed }: { isNarrowed: boolean }) {
  const { t } = useWords();
  return (
    <EmptyState
      icon={isNarrowed ? IconFilterOff : IconListDetails}
      title={t(isNarrowed ? 'audit.none' : 'audit.empty')}
      text={t(isNarrowed ? 'audit.none.text' : 'audit.empty.text')}
    >
      {isNarrowed ? (
        <Button variant="default" onClick={() => goTo('/audit', { replace: true })}>
          {t('action.clearFilters')}
        </Button>
      ) : null}
    </EmptyState>
  );
}
