import { reopen } from '#shared/domains/incidents/commands/close.ts';
import { useWords } from '#renderer/shell/words.ts';
import type { ActionFormProps } from './action-form-props.ts';
import { OneTextForm } from './one-text-form.tsx';
import { useActionForm } from './use-action-form.ts';

export function ReopenForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, ...part } = useActionForm({
    incident,
    onDone,
    command: 'incidents.reopen',
    schema: reopen.input,
    initial: { reason: '' },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <OneTextForm
      part={part}
      field={form.getInputProps('reason')}
      label={t('incidents.reopen.reason')}
      submit={t('incidents.action.reopen')}
      minRows={3}
    />
  );
}
