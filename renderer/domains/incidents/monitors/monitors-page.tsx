import { Button, Menu, Skeleton, Table } from '@mantine/core';
import { IconActivityHeartbeat, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { MonitorRow } from '#shared/domains/incidents/queries/monitors.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useHashSearch } from '#renderer/shell/hash-location.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { durationText, instantText } from '#renderer/ui/format.ts';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { SiteChoice } from '../rota/rota-page.tsx';
import { type MonitorAsk, MonitorDialog } from './monitor-dialog.tsx';
import { MonitorStateText } from './monitor-state.tsx';
import styles from './monitors.module.css';
import { useStands } from './use-stands.ts';
import { ColumnHeads } from '#renderer/ui/column-heads.tsx';

type Stand = ReturnType<typeof useStands>[string];

/** What is listened to at a site, and when it was last heard. */
export function MonitorsPage() {
  const { t } = useWords();
  const mayConfigure = useMay()('incidents.configure');
  const own = useSite();
  const siteId = new URLSearchParams(useHashSearch()).get('site') ?? own?.id ?? '';
  const answer = useAnswer('incidents.monitors', { siteId }, { enabled: siteId !== '' });
  const stands = useStands(siteId);
  const [asked, setAsked] = useState<MonitorAsk | null>(null);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={320} radius={6} />;
  const { siteName, rows } = answer.data;
  const isKnownHere = rows.some(({ id }) => id in stands);
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('incidents.monitor.title')} note={t('incidents.monitor.note', { site: siteName })}>
        <SiteChoice siteId={siteId} path="/incidents/monitors" />
        {mayConfigure ? (
          <Button
            size="xs"
            leftSection={<IconPlus size={15} />}
            onClick={() => setAsked({ what: 'edit', monitor: null })}
          >
            {t('incidents.monitor.add')}
          </Button>
        ) : null}
      </PageHeader>
      <p className={pages.lead}>{t('incidents.monitor.why')}</p>
      {rows.length === 0 ? (
        <EmptyState
          icon={IconActivityHeartbeat}
          title={t('incidents.monitor.none')}
          text={t('incidents.monitor.none.text')}
        />
      ) : (
        <MonitorTable rows={rows} stands={stands} mayConfigure={mayConfigure} onAsk={setAsked} />
      )}
      {rows.length === 0 || isKnownHere ? null : (
        <p className={pages.lead}>{t('incidents.monitor.elsewhere', { site: siteName })}</p>
      )}
      <MonitorDialog site={answer.data} asked={asked} onClose={() => setAsked(null)} />
    </div>
  );
}

type MonitorTableProps = {
  rows: readonly MonitorRow[];
  stands: { readonly [monitorId: string]: Stand };
  mayConfigure: boolean;
  onAsk(asked: MonitorAsk): void;
};

function MonitorTable({ rows, stands, mayConfigure, onAsk }: MonitorTableProps) {
  const { t } = useWords();
  const columns = ['name', 'state', 'heardAt', 'expected', 'incident'] as const;
  return (
    <div className={styles.wide}>
      <Table aria-label={t('incidents.monitor.title')} verticalSpacing={6}>
        <ColumnHeads titles={columns.map((column) => t(`incidents.monitor.column.${column}`))} hasButtons />
        <Table.Tbody>
          {rows.map((monitor) => (
            <MonitorLine key={monitor.id} monitor={monitor} stand={stands[monitor.id]}>
              {mayConfigure ? <MonitorActions monitor={monitor} onAsk={onAsk} /> : null}
            </MonitorLine>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

type MonitorLineProps = { monitor: MonitorRow; stand: Stand | undefined; children: React.ReactNode };

function MonitorLine({ monitor, stand, children }: MonitorLineProps) {
  const { t } = useWords();
  const { name, watches, source, watchedSiteName, hasToken, everyMinutes, graceMinutes } = monitor;
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <span className={styles.cell}>
          {name}
          {source === 'site' ? (
            <span className={styles.muted}>
              {t('incidents.monitor.site', { site: watchedSiteName ?? '–' })}
            </span>
          ) : null}
          {watches === '' ? null : <span className={styles.muted}>{watches}</span>}
          {source === 'site' || hasToken ? null : (
            <span className={styles.muted}>{t('incidents.monitor.noToken')}</span>
          )}
        </span>
      </Table.Th>
      <Table.Td>
        <span className={styles.cell}>
          <MonitorStateText state={stateOf(monitor, stand)} />
          {monitor.isMuted ? <Muted monitor={monitor} /> : null}
        </span>
      </Table.Td>
      <Table.Td>
        <HeardAt stand={stand} />
      </Table.Td>
      <Table.Td>
        <span className={styles.cell}>
          <span className={styles.whole}>
            {t('incidents.monitor.every', { time: durationText(everyMinutes * MINUTE_MS) })}
          </span>
          {graceMinutes === 0 ? null : (
            <span className={`${styles.muted} ${styles.whole}`}>
              {t('incidents.monitor.grace', { time: durationText(graceMinutes * MINUTE_MS) })}
            </span>
          )}
        </span>
      </Table.Td>
      <Table.Td>
        {monitor.incident === null ? (
          '–'
        ) : (
          <Link className={styles.whole} href={`/incidents/${monitor.incident.id}`}>
            {monitor.incident.number}
          </Link>
        )}
      </Table.Td>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  );
}

function Muted({ monitor }: { monitor: MonitorRow }) {
  const { t } = useWords();
  const site = useSite();
  const { mutedByName, mutedReason, mutedUntil } = monitor;
  return (
    <>
      {mutedUntil === null ? null : (
        <span>{t('incidents.monitor.mutedUntil', { time: instantText(mutedUntil, site?.timeZone) })}</span>
      )}
      <span className={styles.muted}>
        {t('incidents.monitor.mutedBy', { name: mutedByName ?? '', reason: mutedReason })}
      </span>
    </>
  );
}

function HeardAt({ stand }: { stand: Stand | undefined }) {
  const { t } = useWords();
  if (stand === undefined || (stand.heardAt === null && stand.state !== 'never-beaten')) return '–';
  return stand.heardAt === null ? t('incidents.monitor.heard.never') : <RelativeTime at={stand.heardAt} />;
}

/** What the console that listens knows; elsewhere, as much as the record says. */
function stateOf(monitor: MonitorRow, stand: Stand | undefined) {
  if (stand?.state) return stand.state;
  if (monitor.isMuted) return 'muted';
  return monitor.silentSince === null ? 'unknown' : 'silent';
}

function MonitorActions({ monitor, onAsk }: { monitor: MonitorRow; onAsk(asked: MonitorAsk): void }) {
  const { t } = useWords();
  const unmute = useCommand('incidents.unmuteMonitor', monitor.id);
  const { name } = monitor;
  return (
    <div className={styles.buttons}>
      {monitor.isMuted ? (
        <Button
          variant="default"
          size="compact-xs"
          aria-label={t('incidents.monitor.unmute.of', { name })}
          onClick={() => void unmute.run({ monitorId: monitor.id })}
        >
          {t('incidents.monitor.unmute')}
        </Button>
      ) : null}
      <ErrorAlert error={unmute.error} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="compact-xs" aria-label={t('incidents.monitor.actions', { name })}>
            …
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onAsk({ what: 'edit', monitor })}>
            {t('incidents.monitor.edit')}
          </Menu.Item>
          {monitor.source === 'beats' ? (
            <Menu.Item onClick={() => onAsk({ what: 'token', monitor })}>
              {t('incidents.monitor.token')}
            </Menu.Item>
          ) : null}
          <Menu.Item onClick={() => onAsk({ what: 'mute', monitor })}>
            {t('incidents.monitor.mute')}
          </Menu.Item>
          <Menu.Item color="red" onClick={() => onAsk({ what: 'remove', monitor })}>
            {t('incidents.monitor.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
