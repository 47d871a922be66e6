import { Button, Select, Skeleton } from '@mantine/core';
import { IconBellCheck, IconChecks, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { SEVERITIES, Severity } from '#shared/kernel/fields.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { dateText } from '#renderer/ui/format.ts';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { useRowKeys } from '#renderer/ui/use-row-keys.ts';
import { runCommand } from '../api/run-command.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useShownZone } from '../preferences/use-shown-zone.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { InboxLineItem } from './inbox-line.tsx';
import styles from './inbox.module.css';
import { type InboxLine, useInboxActs, useInboxSummary } from './use-inbox.ts';

const PAGE_LINES = 30;
const LINES_MAX = 100;

type Filters = {
  readonly show: 'open' | 'unread' | 'all';
  readonly severity: Severity | null;
  readonly category: string | null;
};

/** What waits for the person who is signed in, the newest first, by day. */
export function InboxPage() {
  const { t } = useWords();
  const [filters, setFilters] = useState<Filters>({ show: 'open', severity: null, category: null });
  const [limit, setLimit] = useState(PAGE_LINES);
  const answer = useAnswer('notifications.inbox', { ...filters, limit });
  const acts = useInboxActs();
  const lines = answer.data?.lines ?? [];
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('inbox.title')}>
        <Links />
        <SoundButton />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconChecks size={15} aria-hidden="true" />}
          disabled={lines.every(({ readAt }) => readAt !== null)}
          onClick={() => void acts.read(lines)}
        >
          {t('inbox.readAll')}
        </Button>
      </PageHeader>
      <FilterBar filters={filters} onChange={setFilters} />
      <ErrorAlert error={acts.error} />
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={240} /> : null}
      {answer.data !== undefined && lines.length === 0 ? (
        <EmptyState icon={IconBellCheck} title={t('inbox.empty')} text={t('inbox.empty.text')} />
      ) : null}
      {lines.length === 0 ? null : <Lines lines={lines} acts={acts} />}
      {answer.data?.more === true && limit < LINES_MAX ? (
        <div className={styles.more}>
          <Button variant="default" size="xs" onClick={() => setLimit(LINES_MAX)}>
            {t('inbox.more')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Lines({ lines, acts }: { lines: readonly InboxLine[]; acts: ReturnType<typeof useInboxActs> }) {
  const { t } = useWords();
  const zone = useShownZone();
  const [, navigate] = useLocation();
  const {
    group: { ref, onKeyDown: onRowKey },
    row,
  } = useRowKeys({
    count: lines.length,
    idAt: (index) => lines[index]?.id,
    indexOf: (id) => lines.findIndex((line) => line.id === id),
    scrollTo: () => undefined,
    open(index) {
      const line = lines[index];
      if (line === undefined) return;
      void acts.read([line]);
      navigate(line.route);
    },
  });
  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const line = lines[Number(target?.dataset['row'] ?? -1)];
    if (line !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const act = { a: acts.acknowledge, r: (one: InboxLine) => acts.read([one]) }[event.key.toLowerCase()];
      if (act !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        void act(line);
        return;
      }
    }
    onRowKey(event);
  }
  const days = Map.groupBy(
    lines.map((line, index) => ({ line, index })),
    ({ line }) => dateText(line.raisedAt, zone),
  );
  return (
    <div
      ref={ref}
      role="group"
      aria-label={t('inbox.title')}
      aria-description={t('inbox.keys')}
      className={styles.list}
      onKeyDown={onKeyDown}
    >
      {[...days].map(([day, group]) => (
        <section key={day} aria-label={day}>
          <h2 className={styles.day}>{day}</h2>
          {group.map(({ line, index }) => (
            <InboxLineItem
              key={line.id}
              line={line}
              row={row(index)}
              onAcknowledge={() => void acts.acknowledge(line)}
              onDismiss={() => void acts.dismiss(line)}
              onOpen={() => void acts.read([line])}
            />
          ))}
        </section>
      ))}
    </div>
  );
}

function FilterBar({ filters, onChange }: { filters: Filters; onChange(filters: Filters): void }) {
  const { t, label } = useWords();
  const summary = useInboxSummary();
  const shows = ['open', 'unread', 'all'] as const;
  return (
    <div className={pages.filters}>
      <Select
        size="xs"
        aria-label={t('inbox.show')}
        allowDeselect={false}
        data={shows.map((value) => ({ value, label: t(`inbox.show.${value}`) }))}
        value={filters.show}
        onChange={(chosen) => onChange({ ...filters, show: shows.find((one) => one === chosen) ?? 'open' })}
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
