import { Textarea } from '@mantine/core';
import { comment } from '#shared/domains/incidents/commands/handle.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';

const EMPTY = { text: '' };

export function CommentForm({ incidentId }: { incidentId: string }) {
  const { t } = useWords();
  const command = useCommand('incidents.comment', incidentId);
  const formId = `incidents.comment:${incidentId}`;
  const form = useDraftForm({
    formId,
    initial: EMPTY,
    schema: comment.input.omit({ id: true }),
    error: command.error,
  });
  const submit = form.onSubmit(async ({ text }) => {
    if ((await command.run({ id: incidentId, text })) === undefined) return;
    form.setValues(EMPTY);
    dropDraft(formId);
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Textarea
        aria-label={t('incidents.comment.text')}
        placeholder={t('incidents.comment.text')}
        autosize
        minRows={2}
        maxRows={10}
        {...form.getInputProps('text')}
      />
      <FormFooter
        phase={command.phase}
        error={command.error}
        fields={['text']}
        submit={t('incidents.comment.submit')}
        disabled={form.values.text.trim() === ''}
      />
    </form>
  );
}
