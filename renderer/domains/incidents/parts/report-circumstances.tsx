import { Switch } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import type { UseFormReturnType } from '@mantine/form';
import { ANONYMOUS_TYPE } from '#shared/domains/incidents/rules/unnamed.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import formStyles from '#renderer/ui/form.module.css';
import { localTextOf } from '#renderer/ui/local-text.ts';
import { asAnonymous, ofType, type ReportDraft } from '../report-draft.ts';
import { CasualtyFields, ImpactSelect } from './outcome-fields.tsx';
import { useSuggestedSeverity } from './severity-notes.tsx';

type Form = UseFormReturnType<ReportDraft>;

/** Whether it is real, and who is to be named. */
export function ReportSwitches({ form }: { form: Form }) {
  const { t } = useWords();
  const { isAnonymous } = form.values;
  const suggested = useSuggestedSeverity();
  return (
    <>
      <Switch
        label={t('incidents.anonymous.label')}
        description={isAnonymous ? t('incidents.anonymous.hint') : undefined}
        checked={isAnonymous}
        onChange={({ currentTarget: { checked } }) =>
          form.setValues({
            ...asAnonymous(checked),
            ...(checked ? ofType(form.values, ANONYMOUS_TYPE, suggested(ANONYMOUS_TYPE)) : {}),
          })
        }
      />
      {isAnonymous ? null : (
        <Switch
          label={t('incidents.drill.label')}
          description={form.values.isDrill ? t('incidents.drill.hint') : undefined}
          {...form.getInputProps('isDrill', { type: 'checkbox' })}
        />
      )}
    </>
  );
}

/** When it happened, and what came of it. */
export function ReportCircumstances({ form }: { form: Form }) {
  const { t } = useWords();
  const timeZone = useSite()?.timeZone ?? 'UTC';
  const now = useHostNow();
  return (
    <>
      <div className={formStyles.row}>
        <DateTimePicker
          label={t('incidents.field.occurredAt')}
          placeholder={t('incidents.field.occurredAt.hint')}
          valueFormat="YYYY-MM-DD HH:mm"
          maxDate={localTextOf(now, timeZone)}
          clearable
          value={form.values.occurredAt === '' ? null : form.values.occurredAt}
          error={form.errors['occurredAt']}
          onChange={(value) => form.setFieldValue('occurredAt', value ?? '')}
        />
        {form.values.isAnonymous ? null : <ImpactSelect form={form} />}
      </div>
      {form.values.isAnonymous ? null : <CasualtyFields form={form} />}
    </>
  );
}
