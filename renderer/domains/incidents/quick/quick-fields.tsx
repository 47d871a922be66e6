import { TextInput } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Severity } from '#shared/kernel/fields.ts';
import { useWords } from '#renderer/shell/words.ts';
import { SeverityField } from '../parts/severity-field.tsx';
import styles from './quick.module.css';

export type QuickValues = { title: string; severity: Severity | null; place: string };

type QuickFieldsProps = {
  form: {
    readonly values: QuickValues;
    readonly errors: { readonly [field: string]: ReactNode };
    getInputProps(field: 'title' | 'place'): object;
  };
  onSeverity(severity: Severity): void;
  /** What there is to say of the severity. */
  children?: ReactNode;
};

/** What, how bad, where: all that is asked while it happens. */
export function QuickFields({ form, onSeverity, children }: QuickFieldsProps) {
  const { t } = useWords();
  return (
    <>
      <TextInput
        size="md"
        label={t('incidents.field.title')}
        placeholder={t('incidents.field.title.hint')}
        maxLength={160}
        data-autofocus
        autoFocus
        {...form.getInputProps('title')}
      />
      <div className={styles.severity}>
        <SeverityField
          value={form.values.severity}
          error={form.errors['severity']}
          warnCritical
          onChange={onSeverity}
        >
          {children}
        </SeverityField>
      </div>
      <TextInput
        size="md"
        label={t('incidents.field.place')}
        placeholder={t('incidents.field.place.hint')}
        maxLength={160}
        {...form.getInputProps('place')}
      />
    </>
  );
}

/** Ctrl+Enter sends from any field. */
export function submitByKeys(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}
