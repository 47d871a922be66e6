import { Select } from '@mantine/core';
import { triage } from '#shared/domains/incidents/commands/handle.ts';
import { ALL_INCIDENT_TYPES, CATEGORIES } from '#shared/domains/incidents/schema.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { SeverityField } from '../parts/severity-field.tsx';
import { SeverityDoubtNote } from '../parts/severity-notes.tsx';
import type { ActionFormProps } from './action-form-props.ts';
import { ReasonField } from './reason-field.tsx';
import { useActionForm } from './use-action-form.ts';

export function TriageForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.triage',
    schema: triage.input,
    initial: { severity: incident.severity, type: incident.type, category: incident.category, reason: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.triage.text')}</p>
      <SeverityField
        value={form.values.severity}
        error={form.errors['severity']}
        onChange={(severity) => form.setFieldValue('severity', severity)}
      >
        <SeverityDoubtNote {...incident} severity={form.values.severity} />
      </SeverityField>
      <div className={styles.row}>
        <Select
          label={t('incidents.field.type')}
          data={ALL_INCIDENT_TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
          searchable
          allowDeselect={false}
          {...form.getInputProps('type')}
        />
        <Select
          label={t('incidents.field.category')}
          data={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('category')}
        />
      </div>
      <ReasonField form={form} />
      <FormFooter {...footer} submit={t('incidents.action.triage')} />
    </form>
  );
}
