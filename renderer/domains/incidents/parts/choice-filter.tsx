import { Select } from '@mantine/core';
import { useWords } from '#renderer/shell/words.ts';

type Choice<Value extends string> = { readonly value: Value; readonly label: string };

type ChoiceFilterProps<Value extends string> = {
  label: string;
  /** What stands there when nothing is chosen. */
  anyText: string;
  value: Value | null;
  choices: readonly Choice<Value>[];
  widthPixels?: number;
  searchable?: boolean;
  onChange(value: Value | null): void;
};

/** Shows only what has one value, or everything. */
export function ChoiceFilter<Value extends string>({
  label,
  anyText,
  value,
  choices,
  widthPixels = 150,
  searchable = false,
  onChange,
}: ChoiceFilterProps<Value>) {
  return (
    <Select
      aria-label={label}
      placeholder={anyText}
      size="xs"
      w={widthPixels}
      clearable
      searchable={searchable}
      value={value}
      onChange={(chosen) => onChange(choices.find((choice) => choice.value === chosen)?.value ?? null)}
      data={[...choices]}
    />
  );
}

type SiteFilterProps = {
  siteId: string | null;
  sites: readonly { readonly id: string; readonly name: string }[];
  onChange(siteId: string | null): void;
};

/** Nothing where there is but one site. */
export function SiteFilter({ siteId, sites, onChange }: SiteFilterProps) {
  const { t } = useWords();
  if (sites.length < 2) return null;
  return (
    <ChoiceFilter
      label={t('incidents.filter.site')}
      anyText={t('incidents.filter.site.any')}
      value={siteId}
      choices={sites.map(({ id, name }) => ({ value: id, label: name }))}
      widthPixels={160}
      searchable
      onChange={onChange}
    />
  );
}
