import { useState } from 'react';
import { comment } from '#shared/domains/incidents/commands/handle.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { mentionedIn } from '#renderer/ui/mention-text.ts';
import { MentionTextarea } from '#renderer/ui/mention-textarea.tsx';

const EMPTY = { text: '' };

export function CommentForm({ incidentId }: { incidentId: string }) {
  const { t } = useWords();
  const command = useCommand('incidents.comment', incidentId);
  const formId = `incidents.comment:${incidentId}`;
  const form = useDraftForm({
    formId,
    initial: EMPTY,
    schema: comment.input.omit({ id: true, mentions: true }),
    error: command.error,
  });
  const people = useMentionable();
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const submit = form.onSubmit(async ({ text }) => {
    const mentions = mentionedIn(text, people, chosenIds).map((id) => RecordId.parse(id));
    if ((await command.run({ id: incidentId, text, mentions })) === undefined) return;
    form.setValues(EMPTY);
    dropDraft(formId);
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <MentionTextarea
        aria-label={t('incidents.comment.text')}
        placeholder={t('incidents.comment.hint')}
        autosize
        minRows={2}
        maxRows={10}
        people={people}
        value={form.values.text}
        onChange={(text) => form.setFieldValue('text', text)}
        onChoose={(person) => setChosenIds(new Set([...chosenIds, person.id]))}
        error={form.errors['text']}
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

/** Who can be called by name: everybody the person sees. */
function useMentionable() {
  const { t } = useWords();
  const people = useAnswer('people.list', {}).data ?? [];
  return people.map(({ id, name, jobProfile, siteName }) => ({
    id,
    name,
    note: [t(`job.${jobProfile}`), siteName].filter(Boolean).join(', '),
  }));
}
