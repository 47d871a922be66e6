import { Fragment } from 'react';
import frame from '../frame/frame.module.css';
import { type TextKey, useWords } from '../words.ts';
import styles from './shortcut-help.module.css';

/** Keys as they stand in a contribution: `g i` one after the other, `mod+K` together, `↑|↓` either. */
export function KeyList({ keys }: { keys: string }) {
  const { t } = useWords();
  const either = keys.split('|');
  return (
    <span className={styles.keys}>
      {either.map((one, index) => (
        <Fragment key={one}>
          {index > 0 ? <span className={styles.joint}>{t('shortcuts.or')}</span> : null}
          {one.split(' ').map((step, at) => (
            <Fragment key={step}>
              {at > 0 ? <span className={styles.joint}>{t('shortcuts.then')}</span> : null}
              {step.split('+').map((key) => (
                <kbd key={key} className={frame.key}>
                  {sayKey(key, t)}
                </kbd>
              ))}
            </Fragment>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

/** What stands on a key is said in the reader's language; a letter or an arrow is the same in all. */
function sayKey(key: string, t: (text: TextKey) => string): string {
  const name = NAMED.find((one) => one === key);
  if (name !== undefined) return t(`key.${name}`);
  return key === 'plus' ? '+' : key;
}

const NAMED = ['mod', 'Shift', 'Alt', 'Enter', 'Esc', 'space'] as const;
