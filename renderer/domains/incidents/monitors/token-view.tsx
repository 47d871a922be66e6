import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { MonitorRow } from '#shared/domains/incidents/queries/monitors.ts';
import { useAction } from '#renderer/shell/api/use-action.ts';
import { connection } from '#renderer/shell/connection/console-connection.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import form from '#renderer/ui/form.module.css';
import { useCopy } from '#renderer/ui/use-copy.ts';
import styles from './monitors.module.css';

type TokenViewProps = { monitor: MonitorRow; siteName: string; onDone(): void };

/** Makes the address that a device calls, in place of the former. */
export function TokenView({ monitor, siteName, onDone }: TokenViewProps) {
  const { t } = useWords();
  const [token, setToken] = useState<string>();
  const { run, busy, error } = useAction(newToken);
  if (token !== undefined) {
    return <ShownAddress token={token} siteId={monitor.siteId} siteName={siteName} onDone={onDone} />;
  }
  return (
    <div className={form.form}>
      <p className={form.note}>{t('incidents.monitor.token.text')}</p>
      <ErrorAlert error={error} />
      <div className={form.buttons}>
        <Button variant="default" size="sm" onClick={onDone}>
          {t('action.cancel')}
        </Button>
        <Button
          size="sm"
          loading={busy}
          data-autofocus
          onClick={() => void run(monitor.id).then((made) => setToken(made?.token))}
        >
          {t('incidents.monitor.token.make')}
        </Button>
      </div>
    </div>
  );
}

type ShownAddressProps = { token: string; siteId: string; siteName: string; onDone(): void };

/** The only time that a token is seen. */
function ShownAddress({ token, siteId, siteName, onDone }: ShownAddressProps) {
  const { t } = useWords();
  const isHere = useSite()?.id === siteId && /^https?:$/.test(location.protocol);
  const address = `${isHere ? location.origin : ''}/v1/heartbeats/${token}`;
  const { state, copy } = useCopy(address);
  return (
    <section className={form.form} aria-label={t('incidents.monitor.token')}>
      <p className={form.note}>{t('incidents.monitor.token.once')}</p>
      <output className={styles.address}>{address}</output>
      <p className={form.note}>{t('incidents.monitor.token.how')}</p>
      {isHere ? null : <p className={form.note}>{t('incidents.monitor.token.where', { site: siteName })}</p>}
      {state === 'refused' ? <p className={form.note}>{t('incidents.monitor.token.marked')}</p> : null}
      <div className={form.buttons}>
        <Button
          variant="default"
          size="sm"
          leftSection={state === 'copied' ? <IconCheck size={15} /> : <IconCopy size={15} />}
          data-autofocus
          onClick={copy}
        >
          {t(state === 'copied' ? 'incidents.monitor.token.copied' : 'incidents.monitor.token.copy')}
        </Button>
        <Button size="sm" onClick={onDone}>
          {t('action.close')}
        </Button>
      </div>
    </section>
  );
}

function newToken(monitorId: string) {
  return connection.api.monitors.newToken.mutate({ monitorId });
}
