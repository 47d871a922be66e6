import { Textarea } from '@mantine/core';
import { close } from '#shared/domains/incidents/commands/close.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { ClosingGaps } from '../parts/closing-gaps.tsx';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

/** Closes an incident, or says what is still missing and where that is done. */
export function CloseForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const stand = useAnswerAbout('incidents.closing', { id: incident.id }).data;
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.close',
    schema: close.input,
    initial: {
      rootCause: incident.rootCause ?? '',
      correctiveAction: incident.correctiveAction ?? '',
      noActionBecause: incident.noActionBecause ?? '',
    },
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  const { rootCause, correctiveAction, noActionBecause } = form.values;
  // What is typed here is no longer missing; everything else is to be done elsewhere.
  const gaps = (stand?.gaps ?? []).filter(
    (gap) =>
      !(gap === 'root_cause' && rootCause.trim() !== '') &&
      !(gap === 'corrective_action' && (correctiveAction + noActionBecause).trim() !== ''),
  );
  const fromTree = stand?.rootCause ?? '';
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {stand === undefined ? null : (
        <ClosingGaps incidentId={incident.id} gaps={gaps} openActions={stand.openActions} onLeave={onDone} />
      )}
      {stand === undefined || stand.approvedBy === null ? null : (
        <p className={styles.note}>
          {t('incidents.approval.atClosing', {
            jobs: stand.approvedBy.map((profile) => t(`job.${profile}`)).join(', '),
          })}
        </p>
      )}
      <Textarea
        label={t('incidents.close.rootCause')}
        description={fromTree === '' ? undefined : t('incidents.close.rootCause.fromTree')}
        placeholder={fromTree}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('rootCause')}
      />
      <Textarea
        label={t('incidents.close.correctiveAction')}
        description={t('incidents.close.correctiveAction.typed')}
        autosize
        minRows={2}
        {...form.getInputProps('correctiveAction')}
      />
      <Textarea
        label={t('incidents.close.noActionBecause')}
        description={t('incidents.close.noActionBecause.hint')}
        autosize
        minRows={1}
        {...form.getInputProps('noActionBecause')}
      />
      <FormFooter
        {...footer}
        submit={t('incidents.action.close')}
        disabled={stand === undefined || gaps.length > 0}
      />
    </form>
  );
}
