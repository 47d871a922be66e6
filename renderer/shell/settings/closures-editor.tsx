import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Closure } from '#shared/domains/settings/schema.ts';
import { useWords } from '../words.ts';
import styles from './settings.module.css';

const EMPTY = { name: '', from: '', to: '' };

/** Days on which this site alone is closed. */
export function ClosuresEditor({
  closures,
  onChange,
}: {
  closures: readonly Closure[];
  onChange: (closures: Closure[]) => void;
}) {
  const { t } = useWords();
  const [draft, setDraft] = useState(EMPTY);
  const [isWrong, setWrong] = useState(false);
  const add = () => {
    const parsed = Closure.safeParse({ ...draft, to: draft.to === '' ? draft.from : draft.to });
    setWrong(!parsed.success);
    if (!parsed.success) return;
    onChange([...closures, parsed.data].toSorted((a, b) => (a.from < b.from ? -1 : 1)));
    setDraft(EMPTY);
  };
  return (
    <div className={styles.work}>
      {closures.length === 0 ? <p className={styles.text}>{t('settings.calendar.closures.none')}</p> : null}
      <ul className={styles.days}>
        {closures.map((closure) => (
          <li key={`${closure.from} ${closure.name}`}>
            <span className={styles.date}>
              {closure.from === closure.to ? closure.from : `${closure.from} – ${closure.to}`}
            </span>
            <span className={styles.dayName}>{closure.name}</span>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('settings.calendar.remove', { name: closure.name, date: closure.from })}
              onClick={() => onChange(closures.filter((other) => other !== closure))}
            >
              <IconX size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <div className={styles.closure}>
        <TextInput
          label={t('settings.calendar.closure.name')}
          maxLength={80}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(`settings.calendar.closure.${end}`)}
            value={draft[end]}
            onChange={(event) => setDraft({ ...draft, [end]: event.currentTarget.value })}
          />
        ))}
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={add}>
          {t('settings.calendar.closure.add')}
        </Button>
      </div>
      {isWrong ? <p role="alert">{t('settings.calendar.closure.invalid')}</p> : null}
    </div>
  );
}
