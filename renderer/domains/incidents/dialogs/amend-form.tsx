import { Textarea, TextInput } from '@mantine/core';
import { z } from 'zod';
import { amend } from '#shared/domains/incidents/commands/amend.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { InstantField } from '../parts/instant-field.tsx';
import { CasualtyFields, ImpactSelect } from '../parts/outcome-fields.tsx';
import { SeverityDoubtNote } from '../parts/severity-notes.tsx';
import type { ActionFormProps } from './action-form-props.ts';
import { useActionForm } from './use-action-form.ts';

/** The command's fields without its rule over all of them, which zod does not let one leave parts out of. */
const AmendDraft = z.object({ ...amend.input.shape });

export function AmendForm({ incident, onDone }: ActionFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.amend',
    schema: AmendDraft,
    initial: reportOf(incident),
    toInput: (values, opened) => ({ id: incident.id, ...onlyChanged(opened, values) }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('incidents.field.title')}
        maxLength={160}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <TextInput label={t('incidents.field.place')} maxLength={160} {...form.getInputProps('place')} />
      <Textarea
        label={t('incidents.field.description')}
        autosize
        minRows={4}
        maxRows={14}
        {...form.getInputProps('description')}
      />
      <AmendFacts form={form} />
      <SeverityDoubtNote {...form.values} severity={incident.severity} />
      <FormFooter {...footer} submit={t('incidents.action.save')} />
    </form>
  );
}

type AmendFields = ReturnType<typeof useActionForm<'incidents.amend', Report>>['form'];

/** When it happened, and what came of it. */
function AmendFacts({ form }: { form: AmendFields }) {
  const { t } = useWords();
  return (
    <>
      <div className={styles.row}>
        <InstantField
          label={t('incidents.field.occurredAt')}
          value={form.values.occurredAt}
          error={form.errors['occurredAt']}
          onChange={(at) => form.setFieldValue('occurredAt', at)}
        />
        <ImpactSelect form={form} />
      </div>
      <CasualtyFields form={form} />
    </>
  );
}

type Report = ReturnType<typeof reportOf>;

function reportOf({ title, place, description, ...said }: Incident) {
  const { occurredAt = null, impact = null, injured = 0, dead = 0, affected = '' } = said;
  return { title, place, description, occurredAt, impact, injured, dead, affected };
}

/** Fields nobody touched stay out, so that somebody else's change of them stands. */
function onlyChanged(opened: Report, values: Report): Partial<Report> {
  const before: { readonly [field: string]: unknown } = opened;
  // Each is a field of the report with its own value.
  return Object.fromEntries(
    Object.entries(values).filter(([field, value]) => value !== before[field]),
  ) as Partial<Report>;
}
