import { Button, Modal } from '@mantine/core';
import { IconDevices } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { isoOf } from '#shared/kernel/clock.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { dateText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import tables from '../store-page/store-page.module.css';
import { useMay } from '../use-may.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './devices-page.module.css';
import { RevokeForm } from './revoke-form.tsx';
import type { ListedDevice } from './use-devices.ts';

const COLUMNS = ['console', 'site', 'enrolled', 'contact', 'version', 'state', 'actions'] as const;

export function ConsolesPanel({ devices, ownId }: { devices: readonly ListedDevice[]; ownId: string }) {
  const { t } = useWords();
  const [doomed, setDoomed] = useState<ListedDevice | null>(null);
  const [said, setSaid] = useState('');
  if (devices.length === 0)
    return (
      <Panel title={t('devices.consoles')} flush>
        <EmptyState icon={IconDevices} title={t('devices.none')} text={t('devices.none.text')} />
      </Panel>
    );
  return (
    <Panel title={t('devices.consoles')} flush>
      <p className={styles.said} role="status" hidden={said === ''}>
        {said}
      </p>
      <div className={styles.wide} tabIndex={0} role="group" aria-label={t('devices.consoles')}>
        <table className={tables.table}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {t(`devices.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {devices.map((device) => (
              <Line
                key={device.id}
                device={device}
                isOwn={device.id === ownId}
                onRevoke={() => setDoomed(device)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Modal
        opened={doomed !== null}
        onClose={() => setDoomed(null)}
        title={t('devices.revoke.title', { name: doomed?.name ?? '' })}
        size={540}
      >
        {doomed === null ? null : (
          <RevokeForm
            device={doomed}
            isOwn={doomed.id === ownId}
            onCancel={() => setDoomed(null)}
            onDone={(text) => {
              setDoomed(null);
              setSaid(text);
            }}
          />
        )}
      </Modal>
    </Panel>
  );
}

function Line({ device, isOwn, onRevoke }: { device: ListedDevice; isOwn: boolean; onRevoke(): void }) {
  const { t } = useWords();
  const site = useSite();
  const may = useMay();
  const { id, name, siteName, siteKind, station, enrolledAtMs, seenAtMs, forms, revoked } = device;
  const canErase = revoked !== null && !revoked.isWipeAsked;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {name}
        {isOwn ? <span className={styles.own}>{t('devices.this')}</span> : null}
        <Remarks device={device} />
      </th>
      <td className={tables.whole}>
        {siteName}
        <span className={styles.small}>
          {t(`siteKind.${siteKind}`)}, {t('devices.station', { station })}
        </span>
      </td>
      <td className={tables.whole}>{dateText(isoOf(enrolledAtMs), site?.timeZone)}</td>
      <td className={tables.whole}>
        <RelativeTime at={isoOf(seenAtMs)} />
      </td>
      <td className={tables.whole}>{t(`devices.forms.${forms}`)}</td>
      <td className={styles.state}>
        <State revoked={revoked} />
      </td>
      <td className={styles.actions}>
        {site?.kind === 'office' && may('audit.read') ? (
          <Button
            component={Link}
            href={`/audit?of=company&console=${encodeURIComponent(id)}`}
            variant="subtle"
            size="compact-sm"
            aria-label={t('devices.journal.of', { name })}
          >
            {t('devices.journal')}
          </Button>
        ) : null}
        {revoked === null || canErase ? (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={t(canErase ? 'devices.wipe.of' : 'devices.revoke.of', { name })}
            onClick={onRevoke}
          >
            {t(canErase ? 'devices.wipe' : 'devices.revoke')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** What is unusual about a console. */
function Remarks({ device: { restores, isIncomplete } }: { device: ListedDevice }) {
  const { t } = useWords();
  return (
    <>
      {restores > 0 ? (
        <span className={styles.small}>{t('devices.restores', { count: restores })}</span>
      ) : null}
      {isIncomplete ? <span className={styles.small}>{t('devices.incomplete')}</span> : null}
    </>
  );
}

function State({ revoked }: { revoked: ListedDevice['revoked'] }) {
  const { t } = useWords();
  const site = useSite();
  if (revoked === null) return <span className={styles.active}>{t('devices.active')}</span>;
  const { atMs, by, reason, isWipeAsked } = revoked;
  return (
    <>
      <span className={styles.revoked}>{t(isWipeAsked ? 'devices.revoked.wipe' : 'devices.revoked')}</span>
      <span className={styles.small}>
        {t('devices.revoked.by', {
          when: dateText(isoOf(atMs), site?.timeZone),
          by: by === '' ? t('devices.revoked.byServer') : by,
        })}
      </span>
      {reason === '' ? null : <span className={styles.small}>{reason}</span>}
    </>
  );
}
