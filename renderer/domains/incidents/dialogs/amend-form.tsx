import { Textarea, TextInput } from '@mantine/core';
import { z } from 'zod';
import { amend } from '#shared/domains/incidents/commands/handle.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
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
    initial: { title: incident.title, place: incident.place, description: incident.description },
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
      <FormFooter {...footer} submit={t('incidents.action.save')} />
    </form>
  );
}

type Report = { title: string; place: string; description: string };

/** Fields nobody touched stay out, so that somebody else's change of them stands. */
function onlyChanged(opened: Report, values: Report): Partial<Report> {
  return {
    ...(values.title === opened.title ? {} : { title: values.title }),
    ...(values.place === opened.place ? {} : { place: values.place }),
    ...(values.description === opened.description ? {} : { description: values.description }),
  };
}
