import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck, IconSend } from '@tabler/icons-react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import formStyles from '#renderer/ui/form.module.css';
import { bytesText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import tables from '../store-page/store-page.module.css';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import styles from './sync-page.module.css';
import type { SyncStatus } from './use-sync.ts';
import { waitsForCheaperLink } from './waiting.ts';

/** What was done here and is not at the server yet, by how pressing it is. */
export function QueuePanel({ sync }: { sync: SyncStatus }) {
  const { t } = useWords();
  const isEmpty = sync.outboxEntries === 0 && sync.attachmentsWaiting === 0;
  return (
    <Panel title={t('sync.queue')} flush>
      {isEmpty ? (
        <EmptyState icon={IconCircleCheck} title={t('sync.queue.none')} text={t('sync.queue.none.text')} />
      ) : (
        <>
          <Lanes sync={sync} />
          <div className={styles.line} data-below="true">
            <p className={styles.text}>{t('sync.queue.size')}</p>
            <SendEverything sync={sync} />
          </div>
        </>
      )}
    </Panel>
  );
}

function Lanes({ sync }: { sync: SyncStatus }) {
  const { t } = useWords();
  return (
    <div className={tables.scroller} tabIndex={0} role="group" aria-label={t('sync.queue')}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('sync.lane')}</th>
            <th scope="col" className={tables.number}>
              {t('sync.lane.changes')}
            </th>
            <th scope="col" className={tables.number}>
              {t('sync.lane.size')}
            </th>
            <th scope="col">{t('sync.lane.travels')}</th>
          </tr>
        </thead>
        <tbody>
          {sync.lanes.map(({ lane, entries, bytes, travels }) => (
            <tr key={lane}>
              <td>{t(`sync.lane.${lane}`)}</td>
              <td className={tables.number}>{entries}</td>
              <td className={tables.number}>{entries === 0 ? '–' : bytesText(bytes)}</td>
              <Travels travels={travels} isWaiting={entries > 0} />
            </tr>
          ))}
          <tr>
            <td>{t('sync.lane.attachments')}</td>
            <td className={tables.number}>{t('sync.lane.files', { count: sync.attachmentsWaiting })}</td>
            <td className={tables.number}>
              {sync.attachmentsWaiting === 0 ? '–' : bytesText(sync.attachmentBytesWaiting)}
            </td>
            <Travels travels={sync.attachmentsTravel} isWaiting={sync.attachmentsWaiting > 0} />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Travels({ travels, isWaiting }: { travels: SyncStatus['attachmentsTravel']; isWaiting: boolean }) {
  const { t } = useWords();
  const isHeld = isWaiting && travels === 'on-a-cheaper-link';
  return <td className={isHeld ? styles.waits : styles.travels}>{t(`sync.travels.${travels}`)}</td>;
}

function SendEverything({ sync }: { sync: SyncStatus }) {
  const { t } = useWords();
  const may = useMay();
  const [asking, ask] = useDisclosure(false);
  const { run, busy, error } = useAction(sendEverything);
  const { bytes } = waitsForCheaperLink(sync);
  if (!may('sync.manage') || bytes === 0) return null;
  return (
    <>
      <Button
        className={styles.push}
        variant="default"
        leftSection={<IconSend size={15} />}
        loading={busy}
        disabled={sync.paused}
        title={t('sync.sendAll.text')}
        onClick={ask.open}
      >
        {t('sync.sendAll')}
      </Button>
      <ErrorAlert error={error} />
      <Modal opened={asking} onClose={ask.close} title={t('sync.sendAll.title')}>
        <p>
          {t('sync.sendAll.confirm', {
            size: bytesText(bytes),
            class: t(`sync.class.${sync.linkClass}`),
          })}
        </p>
        <div className={formStyles.buttons}>
          <Button variant="default" onClick={ask.close}>
            {t('action.cancel')}
          </Button>
          <Button
            onClick={() => {
              ask.close();
              void run(undefined);
            }}
          >
            {t('sync.sendAll')}
          </Button>
        </div>
      </Modal>
    </>
  );
}

async function sendEverything(): Promise<void> {
  await connection.api.sync.sendEverything.mutate();
}
