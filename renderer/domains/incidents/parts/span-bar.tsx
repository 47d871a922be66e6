import { ActionIcon, SegmentedControl, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { SiteRow } from '#shared/domains/settings/queries.ts';
import { PERIODS } from '#shared/kernel/define-roll-up.ts';
import type { LocalSpan } from '#shared/kernel/local-span.ts';
import { useWords } from '#renderer/shell/words.ts';
import { daysOf, endingWith, type OverviewSpan, shifted, startingAt, usualSpan } from '../overview-span.ts';
import { SiteFilter } from './choice-filter.tsx';

type SpanBarProps = {
  span: OverviewSpan;
  today: string;
  sites: readonly SiteRow[];
  onChange(span: OverviewSpan): void;
};

/** Which periods, from when until when, at which site. */
export function SpanBar({ span, today, sites, onChange }: SpanBarProps) {
  const { t } = useWords();
  const { first, last } = daysOf(span);
  const change = (changed: LocalSpan) => onChange({ ...changed, siteId: span.siteId });
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('incidents.history.period')}
        withItemsBorders={false}
        value={span.period}
        onChange={(period) => change(usualSpan(period, today))}
        data={PERIODS.map((value) => ({ value, label: t(`incidents.history.period.${value}`) }))}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('incidents.history.earlier')}
        onClick={() => change(shifted(span, -1))}
      >
        <IconChevronLeft size={16} aria-hidden="true" />
      </ActionIcon>
      <TextInput
        type="date"
        size="xs"
        aria-label={t('incidents.history.from')}
        value={first}
        max={last}
        onChange={({ currentTarget: { value } }) =>
          value === '' ? undefined : change(startingAt(span, value))
        }
      />
      <TextInput
        type="date"
        size="xs"
        aria-label={t('incidents.history.until')}
        value={last}
        min={first}
        onChange={({ currentTarget: { value } }) =>
          value === '' ? undefined : change(endingWith(span, value))
        }
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('incidents.history.later')}
        onClick={() => change(shifted(span, 1))}
      >
        <IconChevronRight size={16} aria-hidden="true" />
      </ActionIcon>
      <SiteFilter siteId={span.siteId} sites={sites} onChange={(siteId) => onChange({ ...span, siteId })} />
    </>
  );
}
