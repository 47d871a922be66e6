import { Button, Modal, Skeleton, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { takeStatement } from '#shared/domains/incidents/commands/findings.ts';
import type { Witness } from '#shared/domains/incidents/schema/investigation.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import inquiry from '../investigation.module.css';
import { usePartForm } from './use-part-form.ts';

type Values = Pick<Witness, 'name' | 'capacity' | 'contact' | 'statement'>;
const schema = takeStatement.input.omit({ id: true });

export function TakeStatementForm({ incidentId, onDone }: { incidentId: string; onDone(): void }) {
  const part = usePartForm({
    command: 'incidents.takeStatement',
    place: incidentId,
    schema,
    initial: { name: '', capacity: '', contact: '', statement: '' } as Values,
    keepsNoDraft: true,
    toInput: (values) => ({ id: incidentId, ...values }),
    onDone,
  });
  return <StatementFields {...part} />;
}

function StatementFields({
  form,
  submit,
  footer,
}: ReturnType<typeof usePartForm<'incidents.takeStatement', Values>>) {
  const { t } = useWords();
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.row}>
        <TextInput
          label={t('incidents.witnesses.field.name')}
          maxLength={80}
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t('incidents.witnesses.field.contact')}
          maxLength={200}
          autoComplete="off"
          {...form.getInputProps('contact')}
        />
      </div>
      <TextInput
        label={t('incidents.witnesses.field.capacity')}
        description={t('incidents.witnesses.field.capacity.hint')}
        maxLength={120}
        {...form.getInputProps('capacity')}
      />
      <Textarea
        label={t('incidents.witnesses.field.statement')}
        autosize
        minRows={5}
        maxRows={16}
        {...form.getInputProps('statement')}
      />
      <FormFooter {...footer} submit={t('incidents.action.save')} />
    </form>
  );
}

type StatementDialogProps = { incidentId: string; witnessId: RecordId; mayChange: boolean; onClose(): void };

/** One statement, asked for by itself when it is opened. */
export function StatementDialog({ incidentId, witnessId, mayChange, onClose }: StatementDialogProps) {
  const { t } = useWords();
  const [isChanged, setChanged] = useState(false);
  const answer = useAnswerAbout('incidents.statement', { id: incidentId, witnessId });
  const witness = answer.data;
  return (
    <Modal opened onClose={onClose} title={witness?.capacity || t('incidents.witnesses.noCapacity')}>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={160} /> : null}
      {witness && isChanged ? (
        <ChangeForm incidentId={incidentId} witness={witness} onDone={onClose} />
      ) : null}
      {witness && !isChanged ? (
        <div className={styles.form}>
          <p className={inquiry.itemText}>{witness.name}</p>
          {witness.contact === '' ? null : <p className={inquiry.muted}>{witness.contact}</p>}
          <p className={inquiry.prose}>{witness.statement}</p>
          {mayChange ? (
            <div className={styles.buttons}>
              <Button variant="default" size="sm" onClick={() => setChanged(true)}>
                {t('incidents.witnesses.change')}
              </Button>
            </div>
          ) : null}
        </div>
      ) : null}
    </Modal>
  );
}

function ChangeForm({
  incidentId,
  witness,
  onDone,
}: {
  incidentId: string;
  witness: Witness;
  onDone(): void;
}) {
  const { name, capacity, contact, statement } = witness;
  const part = usePartForm({
    command: 'incidents.changeStatement',
    place: witness.id,
    schema,
    initial: { name, capacity, contact, statement } as Values,
    keepsNoDraft: true,
    toInput: (values) => ({ id: incidentId, witnessId: witness.id, ...values }),
    onDone,
  });
  return <StatementFields {...part} />;
}
