import { ActionIcon, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.layer.css';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { type Condition, type FilterField, operatorsOf, takesNothing } from '#shared/kernel/filter.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './filter-builder.module.css';
import { emptyCondition, type FilterWords } from './filter-words.ts';
import { useShownZone } from '#renderer/shell/preferences/use-shown-zone.ts';
import { instantOfLocalText, localTextOf } from './local-text.ts';

const TYPING_MS = 250;

type FilterConditionRowProps = {
  words: FilterWords;
  condition: Condition;
  onChange(condition: Condition | undefined): void;
};

export function FilterConditionRow({ words, condition, onChange }: FilterConditionRowProps) {
  const { t } = useWords();
  const field = words.fields[condition.field];
  const name = words.fieldText(condition.field);
  return (
    <div className={styles.condition} role="group" aria-label={t('filter.condition', { field: name })}>
      <Select
        size="xs"
        w={170}
        aria-label={t('filter.field')}
        allowDeselect={false}
        searchable
        value={condition.field}
        data={Object.keys(words.fields).map((one) => ({ value: one, label: words.fieldText(one) }))}
        onChange={(chosen) => onChange(emptyCondition(words, chosen ?? condition.field))}
      />
      <Select
        size="xs"
        w={150}
        aria-label={t('filter.operator', { field: name })}
        allowDeselect={false}
        value={condition.operator}
        data={(field === undefined ? [] : operatorsOf(field)).map((operator) => ({
          value: operator,
          label: t(`filter.operator.${operator}`),
        }))}
        onChange={(operator) => onChange(compared(words, condition, operator ?? condition.operator))}
      />
      {field === undefined || takesNothing(condition.operator) ? null : (
        <ValueField
          // Another comparison may ask for another kind of value.
          key={`${condition.field} ${condition.operator}`}
          label={t('filter.value', { field: name })}
          field={field}
          condition={condition}
          choiceText={(choice) => words.choiceText(condition.field, choice)}
          onChange={(value) => onChange({ ...condition, value })}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={t('filter.remove', { field: name })}
        onClick={() => onChange(undefined)}
      >
        <IconX size={14} color="var(--fl-text)" />
      </ActionIcon>
    </div>
  );
}

/** The value stays where the new comparison asks for the same kind of value. */
function compared(words: FilterWords, before: Condition, operator: string): Condition {
  const fresh = { ...emptyCondition(words, before.field), operator };
  if (takesNothing(operator)) return { ...fresh, value: null };
  const isInstant = words.fields[before.field]?.type === 'instant';
  return isInstant || takesNothing(before.operator) ? fresh : { ...before, operator };
}

type ValueFieldProps = {
  label: string;
  field: FilterField;
  condition: Condition;
  choiceText(choice: string): string;
  onChange(value: Condition['value']): void;
};

function ValueField({ label, field, condition, choiceText, onChange }: ValueFieldProps) {
  const { value, operator } = condition;
  const { t } = useWords();
  if (field.type === 'choice') {
    return (
      <MultiSelect
        size="xs"
        miw={200}
        aria-label={label}
        placeholder={Array.isArray(value) && value.length > 0 ? '' : t('filter.choose')}
        value={Array.isArray(value) ? value : []}
        data={(field.choices ?? []).map((choice) => ({ value: choice, label: choiceText(choice) }))}
        onChange={onChange}
        searchable
        hidePickedOptions
      />
    );
  }
  if (field.type === 'instant' && (operator === 'before' || operator === 'since')) {
    return (
      <InstantField label={label} value={typeof value === 'string' ? value : null} onChange={onChange} />
    );
  }
  if (field.type === 'text')
    return <TypedText label={label} value={String(value ?? '')} onChange={onChange} />;
  return (
    <NumberInput
      size="xs"
      w={120}
      aria-label={label}
      allowDecimal={field.type === 'number'}
      {...(field.type === 'instant' ? { min: 1, allowNegative: false } : {})}
      value={typeof value === 'number' ? value : ''}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
    />
  );
}

function TypedText({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
}) {
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback(onChange, TYPING_MS);
  return (
    <TextInput
      size="xs"
      w={200}
      aria-label={label}
      maxLength={200}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}

type InstantFieldProps = { label: string; value: string | null; onChange(value: string | null): void };

function InstantField({ label, value, onChange }: InstantFieldProps) {
  const { t } = useWords();
  const zone = useShownZone();
  return (
    <DateTimePicker
      size="xs"
      w={180}
      aria-label={label}
      placeholder={t('filter.instant')}
      valueFormat="YYYY-MM-DD HH:mm"
      value={value === null ? null : localTextOf(value, zone)}
      onChange={(local) => onChange(local === null ? null : instantOfLocalText(local, zone))}
      popoverProps={{ withinPortal: true }}
    />
  );
}
