import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useCopy } from '#renderer/ui/use-copy.ts';
import tables from '../store-page/store-page.module.css';
import { useWords } from '../words.ts';
import styles from './exports-page.module.css';

const SHOWN = 12;

/** The beginning is enough to compare by eye; all of it is copied, and is there to select where copying is refused. */
export function HashText({ sha256 }: { sha256: string }) {
  const { t } = useWords();
  const { state, copy } = useCopy(sha256);
  return (
    <span className={styles.hash} data-short={state !== 'refused'}>
      <code className={tables.code}>{state === 'refused' ? sha256 : `${sha256.slice(0, SHOWN)}…`}</code>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('exports.copy')}
        title={state === 'refused' ? t('exports.copy.failed') : sha256}
        onClick={copy}
      >
        {state === 'copied' ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
      <span className={styles.heard} role="status">
        {state === 'copied' ? t('exports.copied') : null}
        {state === 'refused' ? t('exports.copy.failed') : null}
      </span>
    </span>
  );
}
