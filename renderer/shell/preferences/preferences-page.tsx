import { Select, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { z } from 'zod';
import { preferenceFields, type Preferences, START_PAGES } from '#shared/domains/work/schema.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { SchemaFields } from '#renderer/ui/schema-fields.tsx';
import { useAnswer } from '../api/use-answer.ts';
import { useCommand } from '../api/use-command.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useMay } from '../use-may.ts';
import { type TextKey, useWords } from '../words.ts';
import { START_PAGES_AT } from './start-page.ts';

const Fields = z.object(preferenceFields);
type Name = keyof typeof preferenceFields;

/** What opens for a person, and in whose time, in which style and in which units they read what they are shown. */
export function PreferencesPage() {
  const { t } = useWords();
  const answer = useAnswer('work.preferences', {});
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <div className={pages.narrow}>
      <PageHeader title={t('preferences.title')} />
      <p className={pages.lead}>{t('preferences.text')}</p>
      {answer.data === undefined ? <Skeleton height={320} /> : <PreferencesForm preferences={answer.data} />}
    </div>
  );
}

function PreferencesForm({ preferences }: { preferences: Preferences }) {
  const { t } = useWords();
  const may = useMay();
  const save = useCommand('work.savePreferences');
  const draft = useDraftForm({ formId: null, initial: preferences, schema: Fields, error: save.error });
  const words = (name: Name) => ({
    label: t(`preferences.${name}` as TextKey),
    // Each choice of each field has its text; the catalogue's test looks for the beginnings of keys.
    choiceText: (choice: string) => t(`preferences.${name}.${choice}` as TextKey),
  });
  // The one that stands, too, so that saving the rest does not change it.
  const startPages = START_PAGES.filter(
    (page) => may(START_PAGES_AT[page].feature) || page === preferences.startPage,
  );
  const submit = draft.onSubmit(async (values) => {
    const chosen = { ...values, ownZone: values.zone === 'own' ? values.ownZone : null };
    if ((await save.run(chosen)) !== undefined) notifications.show({ message: t('preferences.saved') });
  });
  return (
    <form className={`${pages.card} ${form.form}`} onSubmit={submit} noValidate>
      <Select
        label={t('preferences.startPage')}
        description={t('preferences.startPage.help')}
        allowDeselect={false}
        data={startPages.map((value) => ({ value, label: t(START_PAGES_AT[value].text) }))}
        {...draft.getInputProps('startPage')}
      />
      <div className={form.row}>
        <SchemaFields
          schema={Fields}
          form={draft}
          fields={{
            language: words('language'),
            dateStyle: words('dateStyle'),
            clockStyle: words('clockStyle'),
            zone: words('zone'),
          }}
        />
      </div>
      {draft.values.zone === 'own' ? (
        <Select
          label={t('preferences.ownZone')}
          searchable
          allowDeselect={false}
          data={Intl.supportedValuesOf('timeZone')}
          {...draft.getInputProps('ownZone')}
        />
      ) : null}
      <div className={form.row}>
        <SchemaFields
          schema={Fields}
          form={draft}
          fields={{ distance: words('distance'), temperature: words('temperature'), mass: words('mass') }}
        />
      </div>
      <FormFooter
        phase={save.phase}
        error={save.error}
        fields={Object.keys(preferenceFields)}
        submit={t('preferences.save')}
      />
    </form>
  );
}
