import { Button, Textarea } from '@mantine/core';
import { changeInvestigation } from '#shared/domains/incidents/commands/investigate.ts';
import type { Investigation } from '#shared/domains/incidents/schema/investigation.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../investigation.module.css';

type InquiryTextProps = {
  incidentId: string;
  field: 'summary' | 'lessons';
  text: Investigation['summary'];
  changes: boolean;
};

/** Summary or lessons: read, and written where they are read. */
export function InquiryText({ incidentId, field, text, changes }: InquiryTextProps) {
  const { t } = useWords();
  return (
    <Panel title={t(`incidents.inquiry.${field}`)}>
      {changes ? (
        // Another text came from elsewhere: the field shows it, unless something was typed here.
        <TextForm key={text} incidentId={incidentId} field={field} text={text} changes />
      ) : (
        <p className={styles.prose}>{text === '' ? '–' : text}</p>
      )}
    </Panel>
  );
}

function TextForm({ incidentId, field, text }: InquiryTextProps) {
  const { t } = useWords();
  const formId = `incidents.changeInvestigation:${incidentId} ${field}`;
  const command = useCommand('incidents.changeInvestigation', `${incidentId} ${field}`);
  const form = useDraftForm({
    formId,
    initial: { [field]: text },
    schema: changeInvestigation.input.omit({ id: true }),
    error: command.error,
  });
  const submit = form.onSubmit(async (values) => {
    if ((await command.run({ id: incidentId, ...values })) !== undefined) dropDraft(formId);
  });
  return (
    <form className={styles.work} onSubmit={submit} noValidate>
      <Textarea
        aria-label={t(`incidents.inquiry.${field}`)}
        placeholder={t(`incidents.inquiry.${field}.hint`)}
        autosize
        minRows={3}
        maxRows={16}
        {...form.getInputProps(field)}
      />
      <ErrorAlert error={command.error} />
      <div>
        <Button
          type="submit"
          variant="default"
          size="xs"
          loading={command.phase !== 'idle'}
          disabled={form.values[field] === text}
        >
          {t('incidents.inquiry.save')}
        </Button>
      </div>
    </form>
  );
}
