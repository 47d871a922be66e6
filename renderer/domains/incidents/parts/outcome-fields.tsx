import { NumberInput, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { CASUALTIES_MAX, IMPACTS } from '#shared/domains/incidents/schema.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '#renderer/ui/form.module.css';

type Casualties = 'injured' | 'dead';
type OutcomeForm = {
  readonly values: { readonly [field in Casualties]: number };
  readonly errors: { readonly [field: string]: ReactNode };
  getInputProps(field: 'impact' | 'affected'): object;
  setFieldValue(field: Casualties, value: number): void;
};

/** How much of the operation it stopped. */
export function ImpactSelect({ form }: { form: Pick<OutcomeForm, 'getInputProps'> }) {
  const { t } = useWords();
  return (
    <Select
      label={t('incidents.field.impact')}
      placeholder={t('incidents.field.impact.none')}
      clearable
      data={IMPACTS.map((value) => ({ value, label: t(`incidents.impact.${value}`) }))}
      {...form.getInputProps('impact')}
    />
  );
}

/** Who was hurt, and what else it concerns. */
export function CasualtyFields({ form }: { form: OutcomeForm }) {
  const { t } = useWords();
  return (
    <>
      <div className={styles.row}>
        {(['injured', 'dead'] as const).map((field) => (
          <NumberInput
            key={field}
            label={t(`incidents.field.${field}`)}
            min={0}
            max={CASUALTIES_MAX}
            allowDecimal={false}
            value={form.values[field]}
            error={form.errors[field]}
            onChange={(value) => form.setFieldValue(field, Number(value) || 0)}
          />
        ))}
      </div>
      <TextInput label={t('incidents.field.affected')} maxLength={400} {...form.getInputProps('affected')} />
    </>
  );
}
