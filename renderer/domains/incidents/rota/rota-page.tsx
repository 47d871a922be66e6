import { Button, Select, Skeleton } from '@mantine/core';
import { IconCalendarUser, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { goTo, useHashSearch } from '#renderer/shell/hash-location.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { OnCallNow } from './on-call-now.tsx';
import { type RotaAsk, RotaDialog } from './rota-dialog.tsx';
import { RotaWeeks } from './rota-weeks.tsx';
import { RotaWarnings } from './rota-warnings.tsx';

/** Who is on call changes with the clock alone. */
const REFRESH_MS = 30_000;

/** Who is on call at a site: now, next, and for four weeks. */
export function RotaPage() {
  const { t } = useWords();
  const may = useMay();
  const own = useSite();
  const siteId = new URLSearchParams(useHashSearch()).get('site') ?? own?.id ?? '';
  const answer = useAnswer(
    'incidents.rota',
    { siteId },
    { refetchIntervalMs: REFRESH_MS, enabled: siteId !== '' },
  );
  const [asked, setAsked] = useState<RotaAsk | null>(null);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={320} radius={6} />;
  const stand = answer.data;
  return (
    <div className={pages.scroll}>
      <PageHeader
        title={t('incidents.rota.title')}
        note={t('incidents.rota.note', { site: stand.siteName, zone: stand.timeZone })}
      >
        <SiteChoice siteId={siteId} path="/incidents/rota" />
        <Button component={Link} href={`/incidents/policies?site=${siteId}`} variant="default" size="xs">
          {t('incidents.rota.policies')}
        </Button>
        <Button component={Link} href={`/incidents/monitors?site=${siteId}`} variant="default" size="xs">
          {t('incidents.monitor.title')}
        </Button>
        {may('incidents.configure') ? (
          <Button
            size="xs"
            leftSection={<IconPlus size={15} />}
            onClick={() => setAsked({ what: 'edit', rota: null })}
          >
            {t('incidents.rota.add')}
          </Button>
        ) : null}
      </PageHeader>
      <OnCallNow stand={stand} onAsk={setAsked} />
      <RotaWarnings stand={stand} />
      {stand.rotas.length === 0 ? (
        <EmptyState
          icon={IconCalendarUser}
          title={t('incidents.rota.none')}
          text={t('incidents.rota.none.text')}
        />
      ) : (
        <Panel title={t('incidents.rota.strip')}>
          {stand.rotas.map((rota) => (
            <RotaWeeks key={rota.id} rota={rota} timeZone={stand.timeZone} onAsk={setAsked} />
          ))}
        </Panel>
      )}
      <RotaDialog siteId={siteId} timeZone={stand.timeZone} asked={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

/** Another site, for who sees several. */
export function SiteChoice({ siteId, path }: { siteId: string; path: string }) {
  const { t } = useWords();
  const sites = useAnswer('settings.sites', {}).data ?? [];
  if (sites.length < 2) return null;
  return (
    <Select
      size="xs"
      aria-label={t('incidents.rota.site')}
      data={sites.map(({ id, name }) => ({ value: id, label: name }))}
      value={siteId}
      allowDeselect={false}
      searchable
      onChange={(chosen) => {
        if (chosen !== null) goTo(`${path}?site=${chosen}`, { replace: true });
      }}
    />
  );
}
