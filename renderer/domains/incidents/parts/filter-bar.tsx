import { Chip, SegmentedControl } from '@mantine/core';
import { LADDER_FILTERS, SLA_FILTERS } from '#shared/domains/incidents/queries/list.ts';
import type { SiteRow } from '#shared/domains/settings/queries.ts';
import { SEVERITIES, type Severity } from '#shared/kernel/fields.ts';
import { useWords } from '#renderer/shell/words.ts';
import pages from '#renderer/ui/pages.module.css';
import { SearchField } from '#renderer/ui/search-field.tsx';
import type { ListFilters } from '../list-filters.ts';
import styles from '../incidents.module.css';
import { ChoiceFilter, SiteFilter } from './choice-filter.tsx';

type FilterBarProps = {
  filters: ListFilters;
  sites: readonly SiteRow[];
  onChange(changes: Partial<ListFilters>): void;
};

const STATES = ['open', 'done', 'all'] as const;
const WORST_FIRST = SEVERITIES.toReversed();
const TYPING_MS = 200;

export function FilterBar({ filters, sites, onChange }: FilterBarProps) {
  const { t } = useWords();
  return (
    <div className={pages.filters} role="search">
      <SearchField
        label={t('incidents.list.search')}
        text={filters.text}
        widthPixels={250}
        pauseMs={TYPING_MS}
        onChange={(text) => onChange({ text })}
      />
      <SegmentedControl
        aria-label={t('incidents.filter.state')}
        size="xs"
        withItemsBorders={false}
        value={filters.state}
        onChange={(state) => onChange({ state })}
        data={STATES.map((value) => ({ value, label: t(`incidents.filter.state.${value}`) }))}
      />
      <Chip.Group
        multiple
        value={filters.severities}
        onChange={(chosen: string[]) =>
          onChange({ severities: SEVERITIES.filter((severity) => chosen.includes(severity)) })
        }
      >
        <div className={styles.chips} role="group" aria-label={t('incidents.filter.severity')}>
          {WORST_FIRST.map((severity: Severity) => (
            <Chip key={severity} value={severity} size="xs" radius="sm" variant="outline">
              {t(`severity.${severity}`)}
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <ChoiceFilter
        label={t('incidents.filter.sla')}
        anyText={t('incidents.filter.sla.any')}
        value={filters.sla}
        choices={SLA_FILTERS.map((value) => ({ value, label: t(`sla.${value}`) }))}
        widthPixels={140}
        onChange={(sla) => onChange({ sla })}
      />
      <ChoiceFilter
        label={t('incidents.filter.ladder')}
        anyText={t('incidents.filter.ladder.any')}
        value={filters.ladder}
        choices={LADDER_FILTERS.map((value) => ({ value, label: t(`incidents.filter.ladder.${value}`) }))}
        onChange={(ladder) => onChange({ ladder })}
      />
      <Chip
        size="xs"
        radius="sm"
        variant="outline"
        checked={filters.mine}
        onChange={(mine) => onChange({ mine })}
      >
        {t('incidents.filter.mine')}
      </Chip>
      <SiteFilter siteId={filters.siteId} sites={sites} onChange={(siteId) => onChange({ siteId })} />
    </div>
  );
}
