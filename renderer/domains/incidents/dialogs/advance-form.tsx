import { advance } from '#shared/domains/incidents/commands/close.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { ReasonField } from './reason-field.tsx';
import { useActionForm } from './use-action-form.ts';

export function InvestigateForm(props: ActionFormProps) {
  return <AdvanceForm {...props} to="under_investigation" />;
}

export function RequireActionForm(props: ActionFormProps) {
  return <AdvanceForm {...props} to="action_required" />;
}

type AdvanceFormProps = ActionFormProps & { to: 'under_investigation' | 'action_required' };

function AdvanceForm({ incident, onDone, to }: AdvanceFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.advance',
    schema: advance.input,
    initial: { to, reason: '' },
    toInput: ({ reason }) => ({ id: incident.id, to, reason }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{t('incidents.advance.text')}</p>
      <ReasonField form={form} />
      <FormFooter
        {...footer}
        submit={t(
          to === 'action_required' ? 'incidents.action.requireAction' : 'incidents.action.investigate',
        )}
      />
    </form>
  );
}
