import { Fragment } from 'react';
import frame from '../frame/frame.module.css';
import { useWords } from '../words.ts';
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
                  {NAMES[key] ?? key}
                </kbd>
              ))}
            </Fragment>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

const NAMES: { readonly [key: string]: string } = { mod: 'Ctrl', space: 'Space', plus: '+' };
