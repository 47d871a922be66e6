import { resolve } from '#shared/domains/incidents/commands/close.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { OneTextForm } from './one-text-form.tsx';
import { useActionForm } from './use-action-form.ts';

export function ResolveForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, ...part } = useActionForm({
    incident,
    onDone,
    command: 'incidents.resolve',
    schema: resolve.input,
    initial: { resolution: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <OneTextForm
      part={part}
      field={form.getInputProps('resolution')}
      label={t('incidents.resolve.resolution')}
      submit={t('incidents.action.resolve')}
      minRows={3}
    >
      <p className={styles.note}>{t('incidents.resolve.text')}</p>
    </OneTextForm>
  );
}
