import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import tables from '../store-page/store-page.module.css';
import { useWords } from '../words.ts';
import styles from './exports-page.module.css';

const SHOWN = 12;
const COPIED_MS = 2_000;

/** The beginning is enough to compare by eye; all of it is copied, and is there to select where copying is refused. */
export function HashText({ sha256 }: { sha256: string }) {
  const { t } = useWords();
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  async function copy(): Promise<void> {
    // Pages that came over plain HTTP from another machine have no clipboard.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    try {
      if (clipboard === undefined) throw new Error('no clipboard');
      await clipboard.writeText(sha256);
      setState('copied');
      setTimeout(() => setState('idle'), COPIED_MS);
    } catch {
      setState('refused');
    }
  }
  return (
    <span className={styles.hash} data-short={state !== 'refused'}>
      <code className={tables.code}>{state === 'refused' ? sha256 : `${sha256.slice(0, SHOWN)}…`}</code>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('exports.copy')}
        title={state === 'refused' ? t('exports.copy.failed') : sha256}
        onClick={() => void copy()}
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
