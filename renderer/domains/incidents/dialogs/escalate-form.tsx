import { SegmentedControl, Textarea } from '@mantine/core';
import { z } from 'zod';
import { escalate } from '#shared/domains/incidents/commands/ladder.ts';
import { ESCALATION_LEVEL_MAX } from '#shared/domains/incidents/schema.ts';
import { label, useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

const EscalateDraft = z.object({ ...escalate.input.shape, toLevel: z.coerce.number<string>() });

export function EscalateForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const next = incident.escalationLevel + 1;
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.escalate',
    schema: EscalateDraft,
    initial: { toLevel: String(next), reason: '' },
    toInput: (values) => ({ id: incident.id, reason: values.reason, toLevel: Number(values.toLevel) }),
  });
  const levels = Array.from(
    { length: ESCALATION_LEVEL_MAX - incident.escalationLevel },
    (_, index) => next + index,
  );
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div role="group" aria-label={t('incidents.escalate.level')}>
        <SegmentedControl
          fullWidth
          aria-label={t('incidents.escalate.level')}
          data={levels.map((level) => ({ value: String(level), label: t('incidents.level', { level }) }))}
          value={form.values.toLevel}
          onChange={(toLevel) => form.setFieldValue('toLevel', toLevel)}
        />
        <p className={styles.note}>{label({ key: `incidents.ladder.level${form.values.toLevel}` })}</p>
      </div>
      <Textarea
        label={t('incidents.escalate.reason')}
        description={t('incidents.escalate.reason.hint')}
        autosize
        minRows={2}
        data-autofocus
        {...form.getInputProps('reason')}
      />
      <FormFooter {...footer} submit={t('incidents.action.escalate')} />
    </form>
  );
}
