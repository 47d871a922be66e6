import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { contributions } from '../contributions.ts';
import frame from '../frame/frame.module.css';
import { useWords } from '../words.ts';
import styles from './shortcut-help.module.css';

export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useWords();
  const rows: readonly { readonly keys: readonly string[]; readonly joint: string; readonly text: string }[] =
    [
      { keys: ['Ctrl K'], joint: '', text: t('shortcuts.palette') },
      { keys: ['n', 'Ctrl Shift I'], joint: t('shortcuts.or'), text: t('shortcuts.newIncident') },
      ...contributions
        .flatMap((contribution) => contribution.navigation)
        .filter((entry) => entry.keys !== undefined)
        .map((entry) => ({
          keys: entry.keys?.split(' ') ?? [],
          joint: t('shortcuts.then'),
          text: t(entry.text),
        })),
      { keys: ['/'], joint: '', text: t('shortcuts.search') },
      { keys: ['↑', '↓'], joint: '', text: t('shortcuts.rows') },
      { keys: ['Enter'], joint: '', text: t('shortcuts.openRow') },
      { keys: ['?'], joint: '', text: t('shortcuts.help') },
    ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      size="md"
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <dl className={styles.list}>
        {rows.map((row) => (
          <Fragment key={row.text}>
            <dt>
              {row.keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 && row.joint !== '' ? <span className={styles.joint}>{row.joint}</span> : null}
                  <kbd className={frame.key}>{key}</kbd>
                </Fragment>
              ))}
            </dt>
            <dd>{row.text}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
