import { SegmentedControl, Skeleton } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useSearch } from 'wouter';
import { z } from 'zod';
import { LOG_STATES } from '#shared/domains/incidents/queries/compliance-log.ts';
import { COMPLIANCE_STATUSES, FRAMEWORKS } from '#shared/domains/incidents/schema/compliance.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useRowPages } from '#renderer/shell/api/use-row-pages.ts';
import { goTo } from '#renderer/shell/hash-location.ts';
import { useWords } from '#renderer/shell/words.ts';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { complianceColumns } from '../compliance-columns.tsx';
import { ChoiceFilter, SiteFilter } from '../parts/choice-filter.tsx';

/** As it stands in the address. */
const Filters = z.object({
  state: z.enum(LOG_STATES).catch('owed'),
  framework: z.enum(FRAMEWORKS).nullable().catch(null),
  status: z.enum(COMPLIANCE_STATUSES).nullable().catch(null),
  siteId: z.string().max(36).nullable().catch(null),
});
type Filters = z.infer<typeof Filters>;

/** What is due changes with the clock alone. */
const REFRESH_MS = 30_000;

/** Every duty towards an authority, of all incidents, soonest first. */
export function CompliancePage() {
  const { t } = useWords();
  const { filters, change } = useFilters();
  const { query, rows, answer, paging } = useRowPages(
    'incidents.complianceLog',
    soonestFirst(filters),
    REFRESH_MS,
  );
  const sites = useAnswer('settings.sites', {}).data ?? [];
  const manySites = sites.length > 1;
  const columns = useMemo(() => complianceColumns(manySites), [manySites]);
  const { total = 0, overdue = 0, isComplete = true } = answer ?? {};
  return (
    <div className={pages.full}>
      <PageHeader
        title={t('incidents.compliance.title')}
        note={query.isSuccess ? t('incidents.compliance.total', { count: total, overdue }) : ''}
      />
      {isComplete ? null : <p className={pages.lead}>{t('incidents.compliance.archiveRead')}</p>}
      <FilterRow filters={filters} sites={sites} onChange={change} />
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={320} radius={6} /> : null}
      {query.isSuccess ? (
        <DataTable
          label={t('incidents.compliance.title')}
          name="incidents.complianceLog"
          columns={columns}
          rows={rows}
          total={total}
          rowId={(row) => row.id}
          rowLabel={(row) => `${row.number} ${row.requirement} ${row.authority}`}
          onOpen={(row) => goTo(`/incidents/${row.incidentId}?tab=compliance`)}
          exporting={{ report: 'incidents.complianceLog', parameters: filters }}
          empty={
            <EmptyState
              icon={IconScale}
              title={t('incidents.compliance.none')}
              text={t('incidents.compliance.none.text')}
            />
          }
          {...paging}
        />
      ) : null}
    </div>
  );
}

const soonestFirst = (filters: Filters) => ({ ...filters, direction: 'ascending' as const });

function useFilters() {
  const search = useSearch();
  const filters = useMemo(() => {
    const params = new URLSearchParams(search);
    return Filters.parse({
      state: params.get('state') ?? undefined,
      framework: params.get('framework'),
      status: params.get('status'),
      siteId: params.get('site'),
    });
  }, [search]);
  const change = useCallback(
    (changes: Partial<Filters>) => {
      const { siteId, ...rest } = { ...filters, ...changes };
      const given = Object.entries({ ...rest, site: siteId }).filter(
        (entry): entry is [string, string] => entry[1] !== null && entry[1] !== 'owed',
      );
      const text = new URLSearchParams(given).toString();
      goTo(text === '' ? '/incidents/compliance' : `/incidents/compliance?${text}`, { replace: true });
    },
    [filters],
  );
  return { filters, change };
}

type FilterRowProps = {
  filters: Filters;
  sites: readonly { readonly id: string; readonly name: string }[];
  onChange(changes: Partial<Filters>): void;
};

function FilterRow({ filters, sites, onChange }: FilterRowProps) {
  const { t, label } = useWords();
  return (
    <div className={pages.filters} role="search">
      <SegmentedControl
        aria-label={t('incidents.compliance.state')}
        size="xs"
        withItemsBorders={false}
        value={filters.state}
        onChange={(state) => onChange({ state })}
        data={LOG_STATES.map((value) => ({ value, label: t(`incidents.compliance.state.${value}`) }))}
      />
      <ChoiceFilter
        label={t('incidents.compliance.framework')}
        anyText={t('incidents.compliance.framework.any')}
        value={filters.framework}
        choices={FRAMEWORKS.map((value) => ({ value, label: value }))}
        onChange={(framework) => onChange({ framework })}
      />
      <ChoiceFilter
        label={t('incidents.compliance.status')}
        anyText={t('incidents.compliance.status.any')}
        value={filters.status}
        choices={COMPLIANCE_STATUSES.map((value) => ({
          value,
          label: label({ key: `complianceStatus.${value}` }),
        }))}
        onChange={(status) => onChange({ status })}
      />
      <SiteFilter siteId={filters.siteId} sites={sites} onChange={(siteId) => onChange({ siteId })} />
    </div>
  );
}
