import { Button, Select, Skeleton } from '@mantine/core';
import { IconBellCheck, IconChecks, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { SHOWN_LINES } from '#shared/domains/notifications/queries.ts';
import { SEVERITIES, Severity } from '#shared/kernel/fields.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { runCommand } from '../api/run-command.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useRowPages } from '../api/use-row-pages.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { InboxList } from './inbox-list.tsx';
import { useInboxActs, useInboxSummary } from './use-inbox.ts';

type Filters = {
  readonly show: (typeof SHOWN_LINES)[number];
  readonly severity: Severity | null;
  readonly category: string | null;
};

/** What waits for the person who is signed in, the newest first, by day. */
export function InboxPage() {
  const { t } = useWords();
  const [filters, setFilters] = useState<Filters>({ show: 'open', severity: null, category: null });
  const { query, rows, paging } = useRowPages('notifications.inbox', filters);
  const acts = useInboxActs();
  const unread = useInboxSummary()?.unread ?? 0;
  return (
    <div className={pages.full}>
      <PageHeader title={t('inbox.title')}>
        <Links />
        <SoundButton />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconChecks size={15} aria-hidden="true" />}
          disabled={unread === 0}
          onClick={() => void acts.readAll()}
        >
          {t('inbox.readAll')}
        </Button>
      </PageHeader>
      <FilterBar filters={filters} onChange={setFilters} />
      <ErrorAlert error={acts.error} />
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? <Skeleton height={240} /> : null}
      {query.isSuccess && rows.length === 0 ? (
        <EmptyState icon={IconBellCheck} title={t('inbox.empty')} text={t('inbox.empty.text')} />
      ) : null}
      {rows.length === 0 ? null : (
        <InboxList key={JSON.stringify(filters)} lines={rows} acts={acts} paging={paging} />
      )}
    </div>
  );
}

function FilterBar({ filters, onChange }: { filters: Filters; onChange(filters: Filters): void }) {
  const { t, label } = useWords();
  const summary = useInboxSummary();
  return (
    <div className={pages.filters}>
      <Select
        size="xs"
        aria-label={t('inbox.show')}
        allowDeselect={false}
        data={SHOWN_LINES.map((value) => ({ value, label: t(`inbox.show.${value}`) }))}
        value={filters.show}
        onChange={(chosen) =>
          onChange({ ...filters, show: SHOWN_LINES.find((one) => one === chosen) ?? 'open' })
        }
      />
      <Select
        size="xs"
        aria-label={t('inbox.severity')}
        allowDeselect={false}
        data={[
          { value: '', label: t('inbox.severity.any') },
          ...SEVERITIES.toReversed().map((value) => ({ value, label: t(`severity.${value}`) })),
        ]}
        value={filters.severity ?? ''}
        onChange={(chosen) => onChange({ ...filters, severity: Severity.safeParse(chosen).data ?? null })}
      />
      <Select
        size="xs"
        aria-label={t('inbox.category')}
        allowDeselect={false}
        data={[
          { value: '', label: t('inbox.category.any') },
          ...(summary?.categories ?? []).map((value) => ({
            value,
            label: label({ key: `notice.${value}` }),
          })),
        ]}
        value={filters.category ?? ''}
        onChange={(chosen) => onChange({ ...filters, category: chosen || null })}
      />
    </div>
  );
}

function Links() {
  const { t } = useWords();
  const may = useMay();
  return (
    <>
      <Button size="xs" variant="subtle" component={Link} href="/notifications/preferences">
        {t('inbox.preferences')}
      </Button>
      {may('people.read') ? (
        <Button size="xs" variant="subtle" component={Link} href="/notifications/people">
          {t('inbox.people')}
        </Button>
      ) : null}
      {may('templates.manage') ? (
        <Button size="xs" variant="subtle" component={Link} href="/notifications/templates">
          {t('inbox.templates')}
        </Button>
      ) : null}
    </>
  );
}

function SoundButton() {
  const { t } = useWords();
  const answer = useAnswer('notifications.preferences', {});
  const { data } = answer;
  if (data === undefined) return null;
  const { soundOn } = data;
  const Icon = soundOn ? IconVolume : IconVolumeOff;
  return (
    <Button
      size="xs"
      variant="default"
      aria-pressed={soundOn}
      leftSection={<Icon size={15} aria-hidden="true" />}
      onClick={() => void runCommand('notifications.setPreferences', { ...data, soundOn: !soundOn })}
    >
      {t(soundOn ? 'inbox.sound.on' : 'inbox.sound.off')}
    </Button>
  );
}
