import { Button, Select, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { ALL_INCIDENT_TYPES, CATEGORIES, INCIDENT_TYPES } from '#shared/domains/incidents/schema.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import formStyles from '#renderer/ui/form.module.css';
import { ofType, type ReportDraft } from '../report-draft.ts';
import { ReportCircumstances, ReportSwitches } from './report-circumstances.tsx';
import { SeverityField } from './severity-field.tsx';
import { SeverityDoubtNote, SuggestedNote, useSuggestedSeverity } from './severity-notes.tsx';

export function ReportFields({ form }: { form: UseFormReturnType<ReportDraft> }) {
  const { t } = useWords();
  const [more, { toggle }] = useDisclosure(form.values.description !== '' || form.values.type !== 'other');
  return (
    <>
      <TextInput
        label={t('incidents.field.title')}
        placeholder={t('incidents.field.title.hint')}
        maxLength={160}
        data-autofocus
        autoFocus
        {...form.getInputProps('title')}
      />
      <SeverityField
        value={form.values.severity}
        error={form.errors['severity']}
        warnCritical
        onChange={(severity) => form.setValues({ severity, isSuggested: false })}
      >
        {form.values.isSuggested ? <SuggestedNote type={form.values.type} /> : null}
        {form.values.isAnonymous ? null : <SeverityDoubtNote {...form.values} />}
      </SeverityField>
      <TextInput
        label={t('incidents.field.place')}
        placeholder={t('incidents.field.place.hint')}
        maxLength={160}
        {...form.getInputProps('place')}
      />
      <ReportSwitches form={form} />
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={more}
          onClick={toggle}
          leftSection={more ? <IconChevronUp size={15} /> : <IconChevronDown size={15} />}
        >
          {t(more ? 'incidents.report.less' : 'incidents.report.more')}
        </Button>
      </div>
      {more ? <MoreFields form={form} /> : null}
    </>
  );
}

function MoreFields({ form }: { form: UseFormReturnType<ReportDraft> }) {
  const { t } = useWords();
  const kind = useSite()?.kind;
  const suggested = useSuggestedSeverity();
  // The types of this kind of site first; the others are possible too.
  const usual: readonly string[] = kind === undefined ? [] : INCIDENT_TYPES[kind];
  const types = ALL_INCIDENT_TYPES.toSorted((a, b) => Number(usual.includes(b)) - Number(usual.includes(a)));
  return (
    <>
      <div className={formStyles.row}>
        <Select
          label={t('incidents.field.type')}
          data={types.map((value) => ({ value, label: t(`type.${value}`) }))}
          searchable
          allowDeselect={false}
          disabled={form.values.isAnonymous}
          {...form.getInputProps('type')}
          onChange={(value) => {
            const type = types.find((one) => one === value);
            if (type !== undefined) form.setValues(ofType(form.values, type, suggested(type)));
          }}
        />
        <Select
          label={t('incidents.field.category')}
          data={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('category')}
        />
      </div>
      <Textarea
        label={t('incidents.field.description')}
        autosize
        minRows={4}
        maxRows={14}
        {...form.getInputProps('description')}
      />
      <ReportCircumstances form={form} />
    </>
  );
}
