import { Select, TextInput } from '@mantine/core';
import { handEvidenceOver, takeEvidence } from '#shared/domains/incidents/commands/findings.ts';
import type { Evidence } from '#shared/domains/incidents/schema/investigation.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from './use-part-form.ts';

type TakeEvidenceFormProps = {
  incidentId: string;
  files: Answer<'incidents.investigation'>['files'];
  onDone(): void;
};
type Taken = { description: string; attachmentId: string | null; keptWhere: string };

export function TakeEvidenceForm({ incidentId, files, onDone }: TakeEvidenceFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.takeEvidence',
    place: incidentId,
    schema: takeEvidence.input.omit({ id: true }),
    initial: { description: '', attachmentId: null, keptWhere: '' } as Taken,
    toInput: (values) => ({ id: incidentId, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('incidents.evidence.field.description')}
        maxLength={400}
        data-autofocus
        {...form.getInputProps('description')}
      />
      <Select
        label={t('incidents.evidence.field.file')}
        placeholder={t('incidents.evidence.thing')}
        data={files.map(({ id, fileName }) => ({ value: id, label: fileName }))}
        clearable
        comboboxProps={{ withinPortal: true }}
        {...form.getInputProps('attachmentId')}
      />
      <TextInput
        label={t('incidents.evidence.field.keptWhere')}
        maxLength={200}
        {...form.getInputProps('keptWhere')}
      />
      <FormFooter {...footer} submit={t('incidents.evidence.add')} />
    </form>
  );
}

type HandOverFormProps = { incidentId: string; evidence: Evidence; onDone(): void };

export function HandOverForm({ incidentId, evidence, onDone }: HandOverFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = usePartForm({
    command: 'incidents.handEvidenceOver',
    place: evidence.id,
    schema: handEvidenceOver.input.omit({ id: true, evidenceId: true }),
    initial: { to: '', note: '' },
    toInput: (values) => ({ id: incidentId, evidenceId: evidence.id, ...values }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.note}>{evidence.description}</p>
      <TextInput
        label={t('incidents.evidence.field.to')}
        maxLength={80}
        data-autofocus
        {...form.getInputProps('to')}
      />
      <TextInput label={t('incidents.evidence.field.note')} maxLength={200} {...form.getInputProps('note')} />
      <FormFooter {...footer} submit={t('incidents.evidence.handOver')} />
    </form>
  );
}
