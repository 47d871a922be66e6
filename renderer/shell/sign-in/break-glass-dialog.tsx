import { Modal, Select, Textarea } from '@mantine/core';
import { z } from 'zod';
import { BREAK_GLASS_REASON_CHARACTERS_MIN, BREAKABLE_FEATURES } from '#shared/access/break-glass.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useMay } from '../use-may.ts';
import { t, useWords } from '../words.ts';

const Values = z.object({
  feature: z.enum(BREAKABLE_FEATURES, { error: () => t('form.fillIn') }),
  reason: z
    .string()
    .trim()
    .min(BREAK_GLASS_REASON_CHARACTERS_MIN, {
      error: () => t('form.tooShort', { min: BREAK_GLASS_REASON_CHARACTERS_MIN }),
    })
    .max(500),
});
const EMPTY = { feature: '', reason: '' };

export function BreakGlassDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useWords();
  return (
    <Modal opened={opened} onClose={onClose} title={t('breakGlass.title')} size={480}>
      <BreakGlassForm onDone={onClose} />
    </Modal>
  );
}

function BreakGlassForm({ onDone }: { onDone(): void }) {
  const { t, label } = useWords();
  const may = useMay();
  const action = useAction(breakGlass);
  const fields = useDraftForm({ formId: null, initial: EMPTY, schema: Values, error: action.error });
  const choices = BREAKABLE_FEATURES.filter((feature) => !may(feature)).map((feature) => ({
    value: feature,
    label: label({ key: `feature.${feature}` }),
  }));
  const submit = fields.onSubmit(async (values) => {
    const done = await action.run(Values.parse(values));
    if (done !== undefined) onDone();
  });
  if (choices.length === 0) return <p className={form.note}>{t('breakGlass.nothing')}</p>;
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <p className={form.note}>{t('breakGlass.text')}</p>
      <Select
        label={t('breakGlass.feature')}
        data={choices}
        data-autofocus
        allowDeselect={false}
        {...fields.getInputProps('feature')}
      />
      <Textarea
        label={t('breakGlass.reason')}
        description={t('breakGlass.reason.hint')}
        rows={3}
        maxLength={500}
        {...fields.getInputProps('reason')}
      />
      <FormFooter
        phase={action.busy ? 'sending' : 'idle'}
        error={action.error}
        fields={Object.keys(EMPTY)}
        submit={t('breakGlass.submit')}
        danger
        onCancel={onDone}
      />
    </form>
  );
}

function breakGlass(input: z.infer<typeof Values>) {
  return connection.api.session.breakGlass.mutate(input);
}
