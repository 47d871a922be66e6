import { Modal } from '@mantine/core';
import { contributions } from '../contributions.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { KeyList } from './key-list.tsx';
import { keyboardMap } from './keyboard-map.ts';
import styles from './shortcut-help.module.css';

/** Every key, made from what the shell and the domains say they listen to. */
export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useWords();
  const may = useMay();
  const groups = keyboardMap(contributions, may).filter((group) => group.lines.length > 0);
  return (
    <Modal opened={opened} onClose={onClose} title={t('shortcuts.title')} size={860}>
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title} className={styles.group} aria-label={t(group.title)}>
            <h3>{t(group.title)}</h3>
            <dl className={styles.list}>
              {group.lines.map((line) => (
                <div key={line.keys + line.text}>
                  <dt>
                    <KeyList keys={line.keys} />
                  </dt>
                  <dd>{t(line.text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
