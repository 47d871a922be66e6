import { Select, TextInput } from '@mantine/core';
import { z } from 'zod';
import { JOB_PROFILES, PARTNER_PROFILES, ROLES } from '#shared/access/roles.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import {
  AdministratorFields,
  administratorOf,
  administratorShape,
  EMPTY_ADMINISTRATOR,
} from '#renderer/shell/first-run/administrator-fields.tsx';
import { goTo } from '#renderer/shell/hash-location.ts';
import { useDraftForm } from '#renderer/shell/use-draft-form.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { t, useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import forms from '#renderer/ui/form.module.css';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { jobChoices, roleChoices } from '../choices.ts';
import styles from '../people.module.css';
import { useAddPerson } from '../use-people-api.ts';

const Values = z
  .object({
    ...administratorShape,
    siteId: z.string().min(1, { error: () => t('form.fillIn') }),
    role: z.enum(ROLES),
    jobProfile: z.enum(JOB_PROFILES),
    organisationId: z.string().trim().max(36),
  })
  .refine((values) => values.passphrase === values.repeated, {
    path: ['repeated'],
    error: () => t('firstRun.administrator.mismatch'),
  });

export function AddPage() {
  const { t } = useWords();
  const site = useSite();
  const action = useAddPerson();
  const initial = {
    ...EMPTY_ADMINISTRATOR,
    siteId: site?.id ?? '',
    role: 'IT',
    jobProfile: 'crew',
    organisationId: '',
  };
  const form = useDraftForm({ formId: null, initial, schema: Values, error: action.error });
  const submit = form.onSubmit(async (values) => {
    const { siteId, role, jobProfile, organisationId } = Values.parse(values);
    const partner = organisationId === '' ? null : organisationId;
    const made = await action.run({
      ...administratorOf(values),
      siteId,
      role,
      jobProfile,
      organisationId: partner,
    });
    if (made !== undefined) goTo(`/people/${made.output.id}`);
  });
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('people.add.title')} />
      <form className={`${pages.card} ${styles.form}`} onSubmit={submit} noValidate>
        <AdministratorFields inputProps={(name) => form.getInputProps(name)} />
        <WorkFields inputProps={(name) => form.getInputProps(name)} job={form.values.jobProfile} />
        <FormFooter
          phase={action.busy ? 'sending' : 'idle'}
          error={action.error}
          fields={[...Object.keys(initial), 'name']}
          submit={t('people.add.submit')}
          onCancel={() => goTo('/people')}
        />
      </form>
    </div>
  );
}

type WorkField = 'siteId' | 'role' | 'jobProfile' | 'organisationId';
type WorkFieldsProps = { inputProps(name: WorkField): object; job: string };

/** Where somebody works and as what; for a partner also for whom. */
function WorkFields({ inputProps, job }: WorkFieldsProps) {
  const { t } = useWords();
  const sites = useAnswer('settings.sites', {}).data ?? [];
  return (
    <>
      <Select
        label={t('people.column.site')}
        data={sites.map(({ id, name }) => ({ value: id, label: name }))}
        allowDeselect={false}
        searchable
        {...inputProps('siteId')}
      />
      <div className={forms.row}>
        <Select
          label={t('people.column.role')}
          data={roleChoices()}
          allowDeselect={false}
          {...inputProps('role')}
        />
        <Select
          label={t('people.column.job')}
          data={jobChoices()}
          allowDeselect={false}
          searchable
          {...inputProps('jobProfile')}
        />
      </div>
      {PARTNER_PROFILES.some((partner) => partner === job) ? (
        <TextInput
          label={t('people.place.organisationId')}
          description={t('people.place.organisationId.hint')}
          {...inputProps('organisationId')}
        />
      ) : null}
    </>
  );
}
