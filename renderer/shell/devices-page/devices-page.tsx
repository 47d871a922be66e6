import { Button, Skeleton } from '@mantine/core';
import { IconDevices, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { detailsOf } from '../connection/api-error.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import { CodesPanel } from './codes-panel.tsx';
import { ConsolesPanel } from './consoles-panel.tsx';
import { FormerPanel } from './former-panel.tsx';
import { NewCodeDialog } from './new-code-dialog.tsx';
import { RightsPanel } from './rights-panel.tsx';
import { type DevicesList, useAskedServer, useKnownDevices } from './use-devices.ts';

/** The company's consoles: who they are, how they stand, and the codes that let others in. */
export function DevicesPage() {
  const known = useKnownDevices();
  const overview = known.data;
  return (
    <div className={pages.scroll}>
      {known.isError ? <ErrorState error={known.error} onRetry={() => void known.refetch()} /> : null}
      {known.isPending ? <Skeleton height={320} radius={6} /> : null}
      {overview?.isJoined === false ? <Alone /> : null}
      {overview?.isJoined === true ? <AtServer list={overview.list} ownId={overview.ownDeviceId} /> : null}
      {overview === undefined ? null : (
        <FormerPanel journals={overview.formerJournals} restoredAt={overview.restoredAt} />
      )}
    </div>
  );
}

function Alone() {
  const { t } = useWords();
  return (
    <EmptyState icon={IconDevices} title={t('devices.alone')} text={t('devices.alone.text')} page>
      <Button component={Link} href="/join" variant="default">
        {t('devices.join')}
      </Button>
    </EmptyState>
  );
}

function AtServer({ list, ownId }: { list: DevicesList | null; ownId: string }) {
  const { t } = useWords();
  const now = useHostNow();
  const { asked, isUp } = useAskedServer();
  const [isMaking, setMaking] = useState(false);
  const when = list === null ? '' : relativeText(list.askedAt, now);
  return (
    <>
      <PageHeader
        title={t('devices.title')}
        {...(list === null ? {} : { note: t('devices.asOf', { when }) })}
      >
        <Button
          variant="default"
          leftSection={<IconRefresh size={15} />}
          loading={asked.isFetching}
          onClick={() => void asked.refetch()}
        >
          {t('devices.refresh')}
        </Button>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)}>
          {t('devices.code.new')}
        </Button>
      </PageHeader>
      {asked.isFetching || (isUp && !asked.isError) ? null : (
        <Stale text={list === null ? t('devices.never') : t('devices.stale', { when })} error={asked.error} />
      )}
      {list === null && asked.isFetching ? <Skeleton height={240} radius={6} /> : null}
      {list === null ? null : <Lists list={list} ownId={ownId} />}
      <NewCodeDialog opened={isMaking} onClose={() => setMaking(false)} reach={list?.reach ?? 'site'} />
    </>
  );
}

/** Why there is nothing newer: the server's own words, or what the link says. */
function Stale({ text, error }: { text: string; error: unknown }) {
  const problem = useConsoleStatus()?.sync.problem ?? null;
  const why = error === null ? problem : detailsOf(error);
  return (
    <div className={pages.scroll}>
      <p className={pages.lead}>{text}</p>
      <ErrorAlert error={why} />
    </div>
  );
}

function Lists({ list, ownId }: { list: DevicesList; ownId: string }) {
  const { t } = useWords();
  return (
    <>
      {list.reach === 'site' ? <p className={pages.lead}>{t('devices.siteOnly')}</p> : null}
      <ConsolesPanel devices={list.devices} ownId={ownId} />
      <CodesPanel codes={list.codes} />
      <RightsPanel rights={list.rights} devices={list.devices} />
    </>
  );
}
