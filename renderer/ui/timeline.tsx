import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './timeline.module.css';

export type TimelineEntry = {
  readonly id: string;
  readonly icon: Icon;
  readonly tone?: 'plain' | 'alarm' | 'good';
  /** Who did it and where. */
  readonly who: string;
  readonly what: ReactNode;
  /** Of what kind it is, in a word. */
  readonly label?: string;
  readonly when: ReactNode;
  readonly text: ReactNode;
  /** Small print: how it travelled, what it was before. */
  readonly notes: readonly string[];
};

/** What happened, oldest first. */
export function Timeline({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) {
  return (
    <ol className={styles.timeline} aria-label={label}>
      {entries.map(({ icon: EntryIcon, ...entry }) => (
        <li key={entry.id} className={styles.entry} data-tone={entry.tone ?? 'plain'}>
          <span className={styles.mark}>
            <EntryIcon size={15} stroke={1.8} aria-hidden="true" />
          </span>
          <div className={styles.body}>
            <p className={styles.line}>
              <span className={styles.what}>
                {entry.what}
                {entry.label === undefined ? null : <span className={styles.label}>{entry.label}</span>}
              </span>
              <span className={styles.when}>{entry.when}</span>
            </p>
            <p className={styles.who}>{entry.who}</p>
            {entry.text === null || entry.text === '' ? null : <p className={styles.text}>{entry.text}</p>}
            {entry.notes.map((note) => (
              <p key={note} className={styles.note}>
                {note}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
