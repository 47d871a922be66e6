import { MultiSelect, Select } from '@mantine/core';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useWords } from '#renderer/shell/words.ts';

type Labels = { readonly label: string; readonly placeholder?: string };

/** One person; the incident's own site first. */
export function PersonSelect({
  siteId,
  value,
  onChange,
  error,
  ...labels
}: Labels & {
  siteId: string;
  value: string | null;
  onChange(personId: string | null): void;
  error?: React.ReactNode;
}) {
  const { t } = useWords();
  const data = usePeople(siteId);
  return (
    <Select
      {...labels}
      data={data}
      value={value}
      onChange={onChange}
      error={error}
      searchable
      clearable
      nothingFoundMessage={t('incidents.assign.nobody')}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

/** Several people. */
export function PeopleSelect({
  siteId,
  value,
  onChange,
  max,
  error,
  ...labels
}: Labels & {
  siteId: string;
  value: string[];
  max: number;
  onChange(personIds: string[]): void;
  error?: React.ReactNode;
}) {
  const { t } = useWords();
  return (
    <MultiSelect
      {...labels}
      data={usePeople(siteId)}
      value={value}
      onChange={onChange}
      maxValues={max}
      error={error}
      searchable
      hidePickedOptions
      nothingFoundMessage={t('incidents.assign.nobody')}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

function usePeople(siteId: string): { value: string; label: string }[] {
  const { t } = useWords();
  const people = useAnswer('people.list', {}).data ?? [];
  return people
    .toSorted((a, b) => Number(b.siteId === siteId) - Number(a.siteId === siteId))
    .map((person) => ({
      value: person.id,
      label: `${person.name}, ${t(`job.${person.jobProfile}`)}${person.siteName === null ? '' : ` (${person.siteName})`}`,
    }));
}
