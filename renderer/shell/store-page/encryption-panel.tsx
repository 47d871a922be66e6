import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useCallback } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import { GoodNews } from './task-state.tsx';
import type { StoreOverview } from './use-store.ts';

type Encryption = StoreOverview['encryption'];

/** Whether the file can be read by who takes the disk away, where its key is, and how the key is changed. */
export function EncryptionPanel({ encryption }: { encryption: Encryption }) {
  const { t } = useWords();
  const isOn = encryption.state === 'on';
  return (
    <Panel title={t('store.encryption')}>
      <div className={styles.work}>
        <p className={`${styles.state} ${isOn ? styles.good : styles.warning}`}>
          {isOn ? (
            <IconLock size={16} stroke={1.9} aria-hidden="true" />
          ) : (
            <IconLockOpen size={16} stroke={1.9} aria-hidden="true" />
          )}
          <span>
            {isOn
              ? t('store.encryption.on', { cipher: encryption.cipher })
              : t(`store.encryption.${encryption.state}`)}
          </span>
        </p>
        <p className={styles.text}>
          {isOn && encryption.keyFrom !== null
            ? t(`store.encryption.key.${encryption.keyFrom}`)
            : t(`store.encryption.remedy.${isOn ? 'off' : encryption.state}`)}
        </p>
        {encryption.canChange ? <ChangeKey /> : null}
        {isOn && !encryption.canChange ? (
          <>
            <p className={styles.text}>{t('store.encryption.command')}</p>
            <code className={styles.code}>{encryption.changeCommand}</code>
          </>
        ) : null}
        <LastChange change={encryption.keyChange} />
      </div>
    </Panel>
  );
}

function ChangeKey() {
  const { t } = useWords();
  const [asking, ask] = useDisclosure(false);
  const change = useAction(useCallback(async () => connection.api.store.changeKey.mutate(), []));
  const confirm = () => {
    ask.close();
    void change.run(undefined);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconKey size={15} />} loading={change.busy} onClick={ask.open}>
        {t('store.encryption.change')}
      </Button>
      <ErrorAlert error={change.error} />
      <Modal opened={asking} onClose={ask.close} title={t('store.encryption.change.title')} centered>
        <p>{t('store.encryption.change.text')}</p>
        <p className={styles.text}>{t('store.encryption.change.safe')}</p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={ask.close}>
            {t('action.cancel')}
          </Button>
          <Button leftSection={<IconKey size={15} />} onClick={confirm}>
            {t('store.encryption.change.confirm')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function LastChange({ change }: { change: Encryption['keyChange'] }) {
  const { t } = useWords();
  if (change === null) return null;
  if (change.state === 'failed') return <ErrorAlert error={change.problem} />;
  return (
    <>
      <GoodNews>{t('store.encryption.changed', { count: change.files })}</GoodNews>
      {change.leftAlone.length > 0 ? (
        <p className={styles.text}>
          {t('store.encryption.leftAlone', { files: change.leftAlone.join(', ') })}
        </p>
      ) : null}
    </>
  );
}
