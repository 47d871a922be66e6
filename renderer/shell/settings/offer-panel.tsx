import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconPackage, IconX } from '@tabler/icons-react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { bytesText, dayText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { absoluteText } from '#renderer/ui/relative-time.tsx';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './settings.module.css';
import { type UpdatesOverview, useUpdateStep } from './use-updates.ts';
import { CountedProgress } from '#renderer/ui/counted-progress.tsx';

type OfferProps = { readonly updates: UpdatesOverview; readonly changed: () => void };

/** The version that is there: what changes with it, and the next step to it. */
export function OfferPanel({ updates, changed }: OfferProps) {
  const { t } = useWords();
  const zone = useSite()?.timeZone;
  const { version, notes, releasedAt, laterUntil, blocker } = updates;
  return (
    <Panel title={t('settings.updates.phase.available', { version: version ?? '' })}>
      <div className={styles.work}>
        {releasedAt === null ? null : (
          <p className={styles.text}>{t('settings.updates.released', { when: dayText(releasedAt, zone) })}</p>
        )}
        <section aria-label={t('settings.updates.notes')}>
          <p className={styles.notes}>{notes === '' ? t('settings.updates.noNotes') : notes}</p>
        </section>
        {blocker === null ? null : (
          <p className={styles.notes} role="status">
            {t(`settings.updates.blocked.${blocker.reason}`)}
          </p>
        )}
        {updates.how === 'by-hand' ? (
          <ByHand updates={updates} />
        ) : (
          <Steps updates={updates} changed={changed} />
        )}
        {laterUntil === null ? null : (
          <p className={styles.text}>
            {t('settings.updates.putOff', { when: absoluteText(laterUntil, zone) })}
          </p>
        )}
      </div>
    </Panel>
  );
}

function ByHand({ updates: { fileUrl } }: { updates: UpdatesOverview }) {
  const { t } = useWords();
  return (
    <>
      <p className={styles.text}>{t('settings.updates.byHand')}</p>
      <code className={styles.notes}>{fileUrl}</code>
    </>
  );
}

function Steps({ updates, changed }: OfferProps) {
  const { t } = useWords();
  const download = useUpdateStep('download', changed);
  const cancel = useUpdateStep('cancel', changed);
  const later = useUpdateStep('later', changed);
  const { phase, doneBytes, totalBytes, isBackingUp } = updates;
  const isFetching = phase === 'downloading';
  return (
    <>
      {isFetching ? <Fetching done={doneBytes ?? 0} total={totalBytes ?? 0} /> : null}
      {isBackingUp ? <p role="status">{t('settings.updates.backup')}</p> : null}
      <div className={pages.filters}>
        {phase === 'available' ? (
          <Button
            leftSection={<IconDownload size={15} />}
            loading={download.busy}
            onClick={() => void download.run(undefined)}
          >
            {t('settings.updates.download')}
          </Button>
        ) : null}
        {isFetching ? (
          <Button
            variant="default"
            leftSection={<IconX size={15} />}
            onClick={() => void cancel.run(undefined)}
          >
            {t('action.cancel')}
          </Button>
        ) : null}
        {phase === 'ready' ? <Install updates={updates} changed={changed} /> : null}
        {phase === 'available' || phase === 'ready' ? (
          <Button variant="subtle" onClick={() => void later.run(undefined)}>
            {t('settings.updates.later')}
          </Button>
        ) : null}
      </div>
      <ErrorAlert error={download.error ?? cancel.error ?? later.error} />
    </>
  );
}

function Fetching({ done, total }: { done: number; total: number }) {
  const { t } = useWords();
  return (
    <>
      <CountedProgress done={done} total={total} label={t('settings.updates.progress')} />
      <p className={styles.text}>
        {t('settings.updates.progress.text', { done: bytesText(done), total: bytesText(total) })}
      </p>
    </>
  );
}

function Install({ updates: { version, blocker, isBackingUp }, changed }: OfferProps) {
  const { t } = useWords();
  const [asking, ask] = useDisclosure(false);
  const install = useUpdateStep('install', changed);
  const confirm = () => {
    ask.close();
    void install.run(undefined);
  };
  return (
    <>
      <Button
        leftSection={<IconPackage size={15} />}
        loading={install.busy || isBackingUp}
        disabled={blocker !== null}
        onClick={ask.open}
      >
        {t('settings.updates.install')}
      </Button>
      <ErrorAlert error={install.error} />
      <Modal
        opened={asking}
        onClose={ask.close}
        title={t('settings.updates.install.title', { version: version ?? '' })}
        centered
      >
        <p>{t('settings.updates.install.text')}</p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={ask.close}>
            {t('action.cancel')}
          </Button>
          <Button leftSection={<IconPackage size={15} />} onClick={confirm}>
            {t('settings.updates.install')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
