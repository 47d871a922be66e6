import { Button, Select, TextInput } from '@mantine/core';
import { z } from 'zod';
import { SITE_KINDS, SiteCode, TimeZone } from '#shared/domains/settings/schema.ts';
import { line } from '#shared/kernel/fields.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { TIME_ZONES } from '#renderer/ui/time-zones.ts';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { Outside } from '../frame/outside.tsx';
import styles from '../frame/outside.module.css';
import { useDraftForm } from '../use-draft-form.ts';
import { t, useWords } from '../words.ts';
import {
  AdministratorFields,
  administratorOf,
  administratorShape,
  type AdministratorValues,
  EMPTY_ADMINISTRATOR,
} from './administrator-fields.tsx';

type SiteValues = { name: string; code: string; siteKind: (typeof SITE_KINDS)[number]; timeZone: string };
type Values = SiteValues & AdministratorValues;

const INITIAL: Values = {
  name: '',
  code: '',
  siteKind: 'vessel',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  ...EMPTY_ADMINISTRATOR,
};

const Checked = z
  .object({
    name: line(80),
    code: SiteCode,
    siteKind: z.enum(SITE_KINDS),
    timeZone: TimeZone,
    ...administratorShape,
  })
  .refine((values) => values.passphrase === values.repeated, {
    path: ['repeated'],
    error: () => t('firstRun.administrator.mismatch'),
  });

export function FoundSiteForm({ onBack }: { onBack(): void }) {
  const { t } = useWords();
  const action = useAction(foundSite);
  const form = useDraftForm({
    formId: null,
    initial: INITIAL,
    schema: Checked,
    error: fieldOfForm(action.error),
  });
  const submit = form.onSubmit((values) => void action.run(values));
  return (
    <Outside title={t('firstRun.found')} text={t('firstRun.found.text')} wide>
      <form onSubmit={submit} noValidate>
        <div className={styles.sections}>
          <section className={styles.card} aria-label={t('firstRun.site')}>
            <h2 className={styles.sectionTitle}>{t('firstRun.site')}</h2>
            <TextInput label={t('firstRun.siteName')} autoFocus {...form.getInputProps('name')} />
            <TextInput
              label={t('firstRun.siteCode')}
              description={t('firstRun.siteCode.hint')}
              maxLength={6}
              autoCapitalize="characters"
              {...form.getInputProps('code')}
              onChange={(event) => form.setFieldValue('code', event.currentTarget.value.toUpperCase())}
            />
            <Select
              label={t('firstRun.siteKind')}
              data={SITE_KINDS.map((value) => ({ value, label: t(`siteKind.${value}`) }))}
              allowDeselect={false}
              {...form.getInputProps('siteKind')}
            />
            <Select
              label={t('firstRun.timeZone')}
              data={TIME_ZONES}
              searchable
              limit={40}
              allowDeselect={false}
              {...form.getInputProps('timeZone')}
            />
          </section>
          <section className={styles.card} aria-label={t('firstRun.administrator')}>
            <h2 className={styles.sectionTitle}>{t('firstRun.administrator')}</h2>
            <AdministratorFields inputProps={(name) => form.getInputProps(name)} />
          </section>
        </div>
        <div className={styles.foot}>
          <FormFooter
            phase={action.busy ? 'sending' : 'idle'}
            error={fieldOfForm(action.error)}
            fields={Object.keys(INITIAL)}
            submit={t('firstRun.found.submit')}
          >
            <Button variant="default" size="sm" onClick={onBack}>
              {t('action.back')}
            </Button>
          </FormFooter>
        </div>
      </form>
    </Outside>
  );
}

/** The host names `administrator.signInName`; here that field is `signInName`, and its `name` is `personName`. */
function fieldOfForm(error: ErrorDetails | null): ErrorDetails | null {
  if (error?.field === undefined) return error;
  if (!error.field.startsWith('administrator.')) return error;
  const field = error.field.slice('administrator.'.length);
  return { ...error, field: field === 'name' ? 'personName' : field };
}

function foundSite({ name, code, siteKind, timeZone, ...administrator }: Values) {
  return connection.api.setup.foundSite.mutate({
    name,
    code,
    siteKind,
    timeZone,
    administrator: administratorOf(administrator),
  });
}
