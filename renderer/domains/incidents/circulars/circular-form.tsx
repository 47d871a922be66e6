import { Checkbox, MultiSelect, Textarea, TextInput } from '@mantine/core';
import { CircularFields } from '#shared/domains/incidents/commands/circulars.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { usePartForm } from '../dialogs/use-part-form.ts';
import { InstantField } from '../parts/instant-field.tsx';

type Values = {
  title: string;
  text: string;
  asked: string;
  dueAt: string | null;
  allShips: boolean;
  siteIds: string[];
};
type CircularFormProps = { incident: Incident; lessons: string; onDone(): void };

/** What other sites are told because of an incident; the lessons are what it begins with. */
export function CircularForm({ incident, lessons, onDone }: CircularFormProps) {
  const { t } = useWords();
  const initial: Values = {
    title: t(`type.${incident.type}`),
    text: lessons,
    asked: '',
    dueAt: null,
    allShips: true,
    siteIds: [],
  };
  const { form, submit, footer } = usePartForm({
    command: 'incidents.issueCircular',
    place: incident.id,
    schema: CircularFields,
    initial,
    toInput: ({ allShips, siteIds, ...said }) => ({
      id: incident.id,
      ...said,
      allShips,
      siteIds: allShips ? [] : siteIds.map((id) => RecordId.parse(id)),
    }),
    onDone,
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={t('incidents.circular.field.title')}
        data-autofocus
        {...form.getInputProps('title')}
      />
      <Textarea
        label={t('incidents.circular.field.text')}
        description={t('incidents.circular.field.text.hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autosize
        minRows={4}
        maxRows={14}
        {...form.getInputProps('text')}
      />
      <Textarea
        label={t('incidents.circular.asked')}
        autosize
        minRows={2}
        maxRows={8}
        {...form.getInputProps('asked')}
      />
      <InstantField
        label={t('incidents.circular.field.dueAt')}
        value={form.values.dueAt}
        error={form.errors['dueAt']}
        onChange={(at) => form.setFieldValue('dueAt', at)}
      />
      <Checkbox
        label={t('incidents.circular.field.allShips')}
        {...form.getInputProps('allShips', { type: 'checkbox' })}
      />
      {form.values.allShips ? null : (
        <SiteChoice
          siteIds={form.values.siteIds}
          error={form.errors['siteIds']}
          onChange={(siteIds) => form.setFieldValue('siteIds', siteIds)}
        />
      )}
      <FormFooter {...footer} submit={t('incidents.circular.issue')} />
    </form>
  );
}

type SiteChoiceProps = { siteIds: string[]; error: React.ReactNode; onChange(siteIds: string[]): void };

function SiteChoice({ siteIds, error, onChange }: SiteChoiceProps) {
  const { t } = useWords();
  const sites = useAnswer('settings.sites', {}).data ?? [];
  return (
    <MultiSelect
      label={t('incidents.circular.field.siteIds')}
      data={sites.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      value={siteIds}
      error={error}
      onChange={onChange}
    />
  );
}
