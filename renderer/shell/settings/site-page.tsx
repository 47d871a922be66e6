import { NumberInput, Select, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { editSite } from '#shared/domains/settings/commands.ts';
import type { SiteRow } from '#shared/domains/settings/queries.ts';
import { PARTICULARS } from '#shared/domains/settings/schema.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import form from '#renderer/ui/form.module.css';
import pages from '#renderer/ui/pages.module.css';
import { RecordHistory } from '#renderer/ui/record-history.tsx';
import { useAnswer } from '../api/use-answer.ts';
import { useCommand } from '../api/use-command.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useSite } from '../use-site.ts';
import { sayValue, useWords } from '../words.ts';
import { OpenTo } from './read-only.tsx';
import { SettingsHeader } from './settings-header.tsx';

/** What this site is called, its clock, and where it is. */
export function SitePage() {
  const { t } = useWords();
  const own = useSite();
  const answer = useAnswer('settings.sites', {});
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const site = answer.data?.find(({ id }) => id === own?.id);
  return (
    <div className={pages.narrow}>
      <SettingsHeader title={t('settings.site')} />
      {site === undefined ? (
        <Skeleton height={320} radius={6} />
      ) : (
        <OpenTo feature="sites.manage">
          <SiteForm site={site} />
        </OpenTo>
      )}
      {site === undefined ? null : <RecordHistory record={{ collection: 'settings', id: site.id }} />}
    </div>
  );
}

type SiteValues = Omit<SiteRow, 'id' | 'code' | 'siteKind'> & { id: RecordId };

function SiteForm({ site }: { site: SiteRow }) {
  const { t } = useWords();
  const save = useCommand('settings.editSite');
  const { id, code, siteKind, ...known } = site;
  const draft = useDraftForm({
    formId: null,
    initial: { id: RecordId.parse(id), ...known },
    schema: editSite.input,
    error: save.error,
  });
  const submit = draft.onSubmit(async (values) => {
    if ((await save.run(values)) !== undefined) notifications.show({ message: t('settings.saved') });
  });
  return (
    <form className={`${pages.card} ${form.form}`} onSubmit={submit} noValidate>
      <p className={form.note}>{t('settings.site.code', { code, kind: sayValue('siteKind', siteKind) })}</p>
      <TextInput label={t('settings.site.name')} maxLength={80} {...draft.getInputProps('name')} />
      <Select
        label={t('settings.site.zone')}
        searchable
        allowDeselect={false}
        data={zonesWith(known.timeZone)}
        {...draft.getInputProps('timeZone')}
      />
      {siteKind === 'vessel' ? (
        <TextInput
          label={t('settings.site.imo')}
          inputMode="numeric"
          maxLength={7}
          value={draft.values.imoNumber ?? ''}
          error={draft.errors['imoNumber']}
          onChange={(event) => draft.setFieldValue('imoNumber', event.currentTarget.value || null)}
        />
      ) : null}
      <TextInput
        label={t(siteKind === 'vessel' ? 'settings.site.flag' : 'settings.site.country')}
        description={t('settings.site.flag.hint')}
        maxLength={2}
        value={draft.values.flagCountry ?? ''}
        error={draft.errors['flagCountry']}
        onChange={(event) =>
          draft.setFieldValue('flagCountry', event.currentTarget.value.toUpperCase() || null)
        }
      />
      <div className={form.row}>
        {(['latitude', 'longitude'] as const).map((field) => (
          <NumberInput
            key={field}
            label={t(`settings.site.${field}`)}
            decimalScale={6}
            value={draft.values[field] ?? ''}
            error={draft.errors[field]}
            onChange={(value) => draft.setFieldValue(field, typeof value === 'number' ? value : null)}
          />
        ))}
      </div>
      <p className={form.note}>{t('settings.site.position')}</p>
      {siteKind === 'vessel' ? <Particulars draft={draft} /> : null}
      <FormFooter
        phase={save.phase}
        error={save.error}
        fields={['name', 'timeZone', 'imoNumber', 'latitude', 'longitude', 'flagCountry', ...PARTICULARS]}
        submit={t('settings.save')}
      />
    </form>
  );
}

const TEXTS = ['callSign', 'classSociety', 'operatorName', 'operatorAddress'] as const;
const NUMBERS = ['grossTonnage', 'yearBuilt'] as const;

/** What forms of authorities ask about a vessel; all of it may be left empty. */
function Particulars({ draft }: { draft: ReturnType<typeof useDraftForm<SiteValues>> }) {
  const { t } = useWords();
  return (
    <>
      <p className={form.note}>{t('settings.site.particulars')}</p>
      <div className={form.row}>
        {NUMBERS.map((field) => (
          <NumberInput
            key={field}
            label={t(`settings.site.${field}`)}
            allowDecimal={false}
            value={draft.values[field] ?? ''}
            error={draft.errors[field]}
            onChange={(value) => draft.setFieldValue(field, typeof value === 'number' ? value : null)}
          />
        ))}
      </div>
      {TEXTS.map((field) => (
        <TextInput
          key={field}
          label={t(`settings.site.${field}`)}
          value={draft.values[field] ?? ''}
          error={draft.errors[field]}
          onChange={(event) => draft.setFieldValue(field, event.currentTarget.value || null)}
        />
      ))}
    </>
  );
}

/** A browser's list leaves some names out, such as UTC. */
function zonesWith(zone: string): string[] {
  return [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
