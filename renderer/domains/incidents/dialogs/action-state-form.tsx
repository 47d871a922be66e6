import { Textarea } from '@mantine/core';
import {
  cancelAction,
  completeAction,
  reopenAction,
  verifyAction,
} from '#shared/domains/incidents/commands/actions.ts';
import type { IncidentAction } from '#shared/domains/incidents/schema/action.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from './use-part-form.ts';

export type ActionStep = 'complete' | 'verify' | 'cancel' | 'reopen';
type StepFormProps = { action: IncidentAction; step: ActionStep; onDone(): void };

/** What was done about an action, or why it is given up or opened again. */
export function ActionStateForm(props: StepFormProps) {
  return props.step === 'complete' || props.step === 'verify' ? (
    <OutcomeForm {...props} step={props.step} />
  ) : (
    <ReasonForm {...props} step={props.step === 'cancel' ? 'cancel' : 'reopen'} />
  );
}

const OUTCOME = {
  complete: { command: 'incidents.completeAction', schema: completeAction.input.omit({ actionId: true }) },
  verify: { command: 'incidents.verifyAction', schema: verifyAction.input.omit({ actionId: true }) },
} as const;

function OutcomeForm({ action, step, onDone }: StepFormProps & { step: keyof typeof OUTCOME }) {
  const part = usePartForm({
    ...OUTCOME[step],
    place: action.id,
    initial: { outcome: '' },
    toInput: (values) => ({ actionId: action.id, ...values }),
    onDone,
  });
  return <TextForm {...part} field="outcome" step={step} action={action} />;
}

const REASON = {
  cancel: { command: 'incidents.cancelAction', schema: cancelAction.input.omit({ actionId: true }) },
  reopen: { command: 'incidents.reopenAction', schema: reopenAction.input.omit({ actionId: true }) },
} as const;

function ReasonForm({ action, step, onDone }: StepFormProps & { step: keyof typeof REASON }) {
  const part = usePartForm({
    ...REASON[step],
    place: action.id,
    initial: { reason: '' },
    toInput: (values) => ({ actionId: action.id, ...values }),
    onDone,
  });
  return <TextForm {...part} field="reason" step={step} action={action} />;
}

type TextFormProps<Field extends string> = Pick<
  ReturnType<typeof usePartForm<'incidents.addAction', { [F in Field]: string }>>,
  'submit' | 'footer'
> & {
  form: { getInputProps(field: string): object };
  field: Field;
  step: ActionStep;
  action: IncidentAction;
};

function TextForm<Field extends string>({ form, submit, footer, field, step, action }: TextFormProps<Field>) {
  const { t } = useWords();
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{action.text}</p>
      <Textarea
        label={t(`incidents.actions.do.${step}.field`)}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps(field)}
      />
      <FormFooter {...footer} submit={t(`incidents.actions.do.${step}`)} />
    </form>
  );
}
