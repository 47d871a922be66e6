import { NumberInput, Textarea, TextInput } from '@mantine/core';
import { assessReportability } from '#shared/domains/incidents/commands/assess.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { type FactFields, type IncidentFacts, NO_FACTS } from '#shared/domains/incidents/schema/facts.ts';
import { useWords } from '#renderer/shell/words.ts';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import styles from '#renderer/ui/form.module.css';
import { SchemaFields } from '#renderer/ui/schema-fields.tsx';
import { InstantField } from '../parts/instant-field.tsx';
import { useActionForm } from './use-action-form.ts';

const schema = assessReportability.input;
const PEOPLE = ['dead', 'missing', 'seriouslyInjured', 'treated'] as const;
const YES_NO = [
  'inUsWaters',
  'onUsShelf',
  'totalLoss',
  'materialDamage',
  'lostControl',
  'unseaworthy',
] as const;

type FactsFields = ReturnType<typeof useActionForm<'incidents.assessReportability', FactFields>>['form'];
type FactsFormProps = { incident: Incident; facts: IncidentFacts | null; onDone(): void };

/** What authorities ask; the console says from it who must be told. */
export function FactsForm({ incident, facts, onDone }: FactsFormProps) {
  const { t } = useWords();
  const { form, submit, footer } = useActionForm({
    incident,
    onDone,
    command: 'incidents.assessReportability',
    schema,
    initial: factsAtFirst(incident, facts),
    toInput: (values) => ({ id: incident.id, ...values }),
  });
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <InstantField
        label={t('incidents.facts.occurredAt')}
        description={t('incidents.facts.occurredAt.hint')}
        value={form.values.occurredAt}
        error={form.errors['occurredAt']}
        onChange={(at) => form.setFieldValue('occurredAt', at)}
      />
      <div className={styles.row}>
        {(['flagState', 'coastalState'] as const).map((field) => (
          <TextInput
            key={field}
            label={t(`incidents.facts.${field}`)}
            description={t(`incidents.facts.${field}.hint`)}
            maxLength={2}
            value={form.values[field] ?? ''}
            error={form.errors[field]}
            onChange={(event) => form.setFieldValue(field, event.currentTarget.value.toUpperCase() || null)}
          />
        ))}
      </div>
      <div className={styles.row}>
        {PEOPLE.map((field) => (
          <NumberInput
            key={field}
            label={t(`incidents.facts.${field}`)}
            min={0}
            allowDecimal={false}
            {...form.getInputProps(field)}
          />
        ))}
      </div>
      <SchemaFields
        schema={schema}
        form={form}
        fields={Object.fromEntries(YES_NO.map((field) => [field, { label: t(`incidents.facts.${field}`) }]))}
      />
      <Losses form={form} />
      <Textarea
        label={t('incidents.facts.circumstances')}
        description={t('incidents.facts.circumstances.hint')}
        autosize
        minRows={2}
        {...form.getInputProps('circumstances')}
      />
      <FormFooter {...footer} submit={t('incidents.duties.assess')} />
    </form>
  );
}

/** What was spilt and lost. */
function Losses({ form }: { form: FactsFields }) {
  const { t, label } = useWords();
  const number = (value: string | number) => (typeof value === 'number' ? value : null);
  return (
    <div className={styles.row}>
      <SchemaFields
        schema={schema}
        form={form}
        fields={{
          vesselKind: {
            label: t('incidents.facts.vesselKind'),
            choiceText: (kind) => label({ key: `vesselKind.${kind}` }),
          },
          pollution: {
            label: t('incidents.facts.pollution'),
            choiceText: (pollution) => label({ key: `pollution.${pollution}` }),
          },
          pollutant: {
            label: t('incidents.facts.pollutant'),
            choiceText: (what) => label({ key: `pollutant.${what}` }),
          },
        }}
      />
      {(['pollutantTonnes', 'propertyDamageUsd'] as const).map((field) => (
        <NumberInput
          key={field}
          label={t(`incidents.facts.${field}`)}
          min={0}
          thousandSeparator={field === 'propertyDamageUsd'}
          value={form.values[field] ?? ''}
          error={form.errors[field]}
          onChange={(value) => form.setFieldValue(field, number(value))}
        />
      ))}
    </div>
  );
}

/** As they were entered; at first what the report says already. */
function factsAtFirst(incident: Incident, facts: IncidentFacts | null): FactFields {
  if (facts === null) {
    const { occurredAt = null, dead = 0, injured = 0, impact = null, type } = incident;
    const isHeavy = impact === 'major' || impact === 'critical';
    const pollution = type === 'pollution' ? 'discharged' : 'none';
    return { ...NO_FACTS, occurredAt, dead, treated: injured, materialDamage: isHeavy, pollution };
  }
  const { id: _id, kind: _kind, siteId: _siteId, incidentId: _of, ...known } = facts;
  const { assessedAt: _at, assessedByName: _by, ...fields } = known;
  return fields;
}
