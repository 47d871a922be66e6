import { Button, Skeleton, Table } from '@mantine/core';
import { IconPhoneIncoming } from '@tabler/icons-react';
import { useMemo } from 'react';
import { z } from 'zod';
import type { CallRow } from '#shared/domains/incidents/queries/incoming-calls.ts';
import { CALL_OUTCOMES } from '#shared/domains/incidents/schema/call.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useRowPages } from '#renderer/shell/api/use-row-pages.ts';
import { goTo, useHashSearch } from '#renderer/shell/hash-location.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ColumnHeads } from '#renderer/ui/column-heads.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import styles from '../monitors/monitors.module.css';
import { ChoiceFilter, SiteFilter } from '../parts/choice-filter.tsx';
import { CallOutcome } from './call-outcome.tsx';

/** As it stands in the address. */
const Filters = z.object({
  outcome: z.enum(CALL_OUTCOMES).nullable().catch(null),
  siteId: z.string().max(36).nullable().catch(null),
});
type Filters = z.infer<typeof Filters>;

/** INC-83: what came in by telephone and text message, newest first, and what became of it. */
export function CallsPage() {
  const { t } = useWords();
  const search = useHashSearch();
  const filters = useMemo(() => filtersIn(search), [search]);
  const { query, rows, answer, paging } = useRowPages('incidents.calls', filters);
  const sites = useAnswer('settings.sites', {}).data ?? [];
  const isFiltered = filters.outcome !== null || filters.siteId !== null;
  const none = isFiltered ? 'incidents.calls.none.here' : 'incidents.calls.none';
  return (
    <div className={pages.scroll}>
      <PageHeader
        title={t('incidents.calls.title')}
        note={answer === undefined ? '' : t('incidents.calls.total', { count: answer.total })}
      />
      <FilterLine filters={filters} sites={sites} />
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={240} radius={6} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <EmptyState icon={IconPhoneIncoming} title={t(none)} text={t(`${none}.text`)} />
      ) : null}
      {paging.rowsBefore === 0 ? null : (
        <Button variant="default" size="xs" onClick={paging.onStart}>
          {t('incidents.calls.newer')}
        </Button>
      )}
      {rows.length === 0 ? null : <CallTable rows={rows} withSite={sites.length > 1} />}
      {query.hasNextPage ? (
        <Button variant="default" size="xs" loading={paging.loadingMore} onClick={paging.onEnd}>
          {t('incidents.calls.older')}
        </Button>
      ) : null}
    </div>
  );
}

type FilterLineProps = {
  filters: Filters;
  sites: readonly { readonly id: string; readonly name: string }[];
};

function FilterLine({ filters, sites }: FilterLineProps) {
  const { t } = useWords();
  const change = (changed: Partial<Filters>) =>
    goTo(addressOf({ ...filters, ...changed }), { replace: true });
  return (
    <div className={pages.filters} role="search">
      <ChoiceFilter
        label={t('incidents.calls.outcome')}
        anyText={t('incidents.calls.outcome.any')}
        value={filters.outcome}
        choices={CALL_OUTCOMES.map((value) => ({ value, label: t(`incidents.calls.outcome.${value}`) }))}
        onChange={(outcome) => change({ outcome })}
      />
      <SiteFilter siteId={filters.siteId} sites={sites} onChange={(siteId) => change({ siteId })} />
    </div>
  );
}

function CallTable({ rows, withSite }: { rows: readonly CallRow[]; withSite: boolean }) {
  const { t } = useWords();
  const columns = [
    'received',
    ...(withSite ? ['site' as const] : []),
    'kind',
    'from',
    'said',
    'outcome',
  ] as const;
  return (
    <div className={styles.wide}>
      <Table aria-label={t('incidents.calls.title')} verticalSpacing={6}>
        <ColumnHeads titles={columns.map((column) => t(`incidents.calls.column.${column}`))} />
        <Table.Tbody>
          {rows.map((call) => (
            <Table.Tr key={call.id}>
              <Table.Td>
                <RelativeTime at={call.receivedAt} />
              </Table.Td>
              {withSite ? <Table.Td>{call.siteName}</Table.Td> : null}
              <Table.Td>{t(`incidents.calls.kind.${call.callKind}`)}</Table.Td>
              <Table.Td>
                <Caller call={call} />
              </Table.Td>
              <Table.Td>
                <span className={styles.cell}>{call.said}</span>
              </Table.Td>
              <Table.Td>
                <CallOutcome call={call} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Whose number it is; whoever holds a telephone is not thereby its owner. */
function Caller({ call: { claimedName, fromNumber } }: { call: CallRow }) {
  const { t } = useWords();
  return (
    <span className={styles.cell}>
      {claimedName === null
        ? t('incidents.calls.from.unknown')
        : t('incidents.calls.from', { name: claimedName })}
      <span className={styles.muted}>{fromNumber}</span>
    </span>
  );
}

function filtersIn(search: string): Filters {
  const params = new URLSearchParams(search);
  return Filters.parse({ outcome: params.get('outcome'), siteId: params.get('site') });
}

function addressOf({ outcome, siteId }: Filters): string {
  const params = new URLSearchParams({
    ...(outcome === null ? {} : { outcome }),
    ...(siteId === null ? {} : { site: siteId }),
  }).toString();
  return `/incidents/calls${params === '' ? '' : `?${params}`}`;
}
