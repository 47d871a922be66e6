import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../investigation.module.css';
import { InstantField } from './instant-field.tsx';

type UpdateFieldsProps = {
  expected: string;
  nextUpdateAt: string | null;
  /** Whether another one can be promised: the incident is open. */
  takesNext: boolean;
  errors: { readonly [field: string]: ReactNode };
  onChange(field: 'expected' | 'nextUpdateAt', value: string | null): void;
};

/** What an update says beyond how it stands: what is expected next, and when more will be said. */
export function UpdateFields({ expected, nextUpdateAt, takesNext, errors, onChange }: UpdateFieldsProps) {
  const { t } = useWords();
  return (
    <>
      <p className={styles.muted}>{t('incidents.comment.update.hint')}</p>
      <Textarea
        label={t('incidents.comment.expected')}
        autosize
        minRows={1}
        maxRows={6}
        value={expected}
        error={errors['expected']}
        onChange={(event) => onChange('expected', event.currentTarget.value)}
      />
      {takesNext ? (
        <InstantField
          label={t('incidents.comment.nextUpdateAt')}
          description={t('incidents.comment.nextUpdateAt.hint')}
          value={nextUpdateAt}
          error={errors['nextUpdateAt']}
          onChange={(at) => onChange('nextUpdateAt', at)}
        />
      ) : null}
    </>
  );
}
