import { setSeverity } from '#shared/domains/incidents/commands/handle.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { SeverityField } from '../parts/severity-field.tsx';
import { SeverityDoubtNote } from '../parts/severity-notes.tsx';
import type { ActionFormProps } from './action-form-props.ts';
import { ReasonField } from './reason-field.tsx';
import { useActionForm } from './use-action-form.ts';

export function SeverityForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.setSeverity',
    schema: setSeverity.input,
    initial: { severity: incident.severity, reason: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.severity.text')}</p>
      <SeverityField
        value={form.values.severity}
        error={form.errors['severity']}
        onChange={(severity) => form.setFieldValue('severity', severity)}
      >
        <SeverityDoubtNote {...incident} severity={form.values.severity} />
      </SeverityField>
      <ReasonField form={form} />
      <FormFooter {...footer} submit={t('incidents.action.save')} />
    </form>
  );
}
