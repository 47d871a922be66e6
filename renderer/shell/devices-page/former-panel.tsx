import { Button } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '#renderer/ui/panel.tsx';
import { instantText } from '#renderer/ui/format.ts';
import pages from '#renderer/ui/pages.module.css';
import tables from '../store-page/store-page.module.css';
import sync from '../sync-page/sync-page.module.css';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import { useMay } from '../use-may.ts';
import styles from './devices-page.module.css';
import { FormerEntries } from './former-entries.tsx';
import type { FormerJournal } from './use-devices.ts';

type FormerPanelProps = { journals: readonly FormerJournal[]; restoredAt: string | null };

/** What became of this console: a store that was put back, identities it gave up. Nothing, for most. */
export function FormerPanel({ journals, restoredAt }: FormerPanelProps) {
  const { t } = useWords();
  const site = useSite();
  const zone = site?.timeZone;
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      {restoredAt === null ? null : (
        <p className={pages.lead}>{t('devices.restored', { when: instantText(restoredAt, zone) })}</p>
      )}
      {journals.length === 0 ? null : (
        <Panel title={t('devices.former')} flush>
          <div className={sync.line} data-above="true">
            <p className={sync.text}>{t('devices.former.text')}</p>
          </div>
          <div className={styles.wide} tabIndex={0} role="group" aria-label={t('devices.former')}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th scope="col">{t('devices.former.id')}</th>
                  <th scope="col">{t('devices.former.from')}</th>
                  <th scope="col">{t('devices.former.to')}</th>
                  <th scope="col" className={tables.number}>
                    {t('devices.former.entries')}
                  </th>
                  <th scope="col" className={tables.number}>
                    {t('devices.former.carriedOn')}
                  </th>
                  <th scope="col">{t('devices.column.actions')}</th>
                </tr>
              </thead>
              <tbody>
                {journals.map((journal) => (
                  <Line
                    key={journal.deviceId}
                    journal={journal}
                    isOpen={opened === journal.deviceId}
                    onToggle={() => setOpened(opened === journal.deviceId ? null : journal.deviceId)}
                  />
                ))}
              </tbody>
            </table>
          </div>
          {opened === null ? null : <FormerEntries key={opened} deviceId={opened} />}
        </Panel>
      )}
    </>
  );
}

type LineProps = { journal: FormerJournal; isOpen: boolean; onToggle(): void };

function Line({ journal, isOpen, onToggle }: LineProps) {
  const { t } = useWords();
  const may = useMay();
  const zone = useSite()?.timeZone;
  const { deviceId, firstAt, lastAt, entries, carriedOn } = journal;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <code className={tables.code}>{deviceId}</code>
      </th>
      <td className={tables.whole}>{instantText(firstAt, zone)}</td>
      <td className={tables.whole}>{instantText(lastAt, zone)}</td>
      <td className={tables.number}>{entries}</td>
      <td className={tables.number}>{carriedOn}</td>
      <td className={styles.actions}>
        {may('audit.read') ? (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={t('devices.former.show.of', { id: deviceId })}
            aria-expanded={isOpen}
            onClick={onToggle}
          >
            {t('devices.former.show')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
