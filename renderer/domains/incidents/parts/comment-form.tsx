import { useState } from 'react';
import { NativeSelect } from '@mantine/core';
import { CommentFields } from '#shared/domains/incidents/commands/comment.ts';
import { COMMENT_KINDS, type CommentKind } from '#shared/domains/incidents/rules/comment-kinds.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { dropDraft, useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { mentionedIn } from '#renderer/ui/mention-text.ts';
import { MentionTextarea } from '#renderer/ui/mention-textarea.tsx';
import { UpdateFields } from './update-fields.tsx';

type Values = { kind: CommentKind; text: string; expected: string; nextUpdateAt: string | null };
const EMPTY: Values = { kind: 'note', text: '', expected: '', nextUpdateAt: null };

/** Something said about an incident; an update also says what comes next, and is told to all who follow it. */
export function CommentForm({ incidentId, isOpen }: { incidentId: string; isOpen: boolean }) {
  const { t } = useWords();
  const command = useCommand('incidents.comment', incidentId);
  const formId = `incidents.comment:${incidentId}`;
  const form = useDraftForm<Values>({
    formId,
    initial: EMPTY,
    schema: CommentFields,
    error: command.error,
  });
  const people = useMentionable();
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const submit = form.onSubmit(async ({ kind, text, expected, nextUpdateAt }) => {
    const mentions = mentionedIn(text, people, chosenIds).map((id) => RecordId.parse(id));
    const next = kind === 'update' ? { expected, nextUpdateAt: isOpen ? nextUpdateAt : null } : {};
    if ((await command.run({ id: incidentId, text, kind, mentions, ...next })) === undefined) return;
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
      <KindChoice
        kind={form.values.kind}
        error={form.errors['kind']}
        onChange={(kind) => form.setFieldValue('kind', kind)}
      />
      {form.values.kind === 'update' ? (
        <UpdateFields
          expected={form.values.expected}
          nextUpdateAt={form.values.nextUpdateAt}
          takesNext={isOpen}
          errors={form.errors}
          onChange={(field, value) => form.setFieldValue(field, value)}
        />
      ) : null}
      <FormFooter
        phase={command.phase}
        error={command.error}
        fields={Object.keys(EMPTY)}
        submit={t('incidents.comment.submit')}
        disabled={form.values.text.trim() === ''}
      />
    </form>
  );
}

type KindChoiceProps = { kind: CommentKind; error: React.ReactNode; onChange(kind: CommentKind): void };

/** An update goes out to people: it is said by who handles the incident. */
function KindChoice({ kind: chosen, error, onChange }: KindChoiceProps) {
  const { t } = useWords();
  const mayInform = useMay()('incidents.handle');
  const offered = COMMENT_KINDS.filter((kind) => kind !== 'update' || mayInform);
  return (
    <NativeSelect
      size="xs"
      w={170}
      label={t('incidents.comment.kind')}
      value={chosen}
      error={error}
      data={offered.map((kind) => ({ value: kind, label: t(`commentKind.${kind}`) }))}
      onChange={(event) => {
        const kind = COMMENT_KINDS.find((one) => one === event.currentTarget.value);
        if (kind !== undefined) onChange(kind);
      }}
    />
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
