import { type OptionsFilter, Select, TextInput } from '@mantine/core';
import { JOURNAL_EVENTS, type JournalChoices } from '#shared/audit/journal-view.ts';
import pages from '#renderer/ui/pages.module.css';
import { SearchField } from '#renderer/ui/search-field.tsx';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';
import { commandWords } from './command-words.ts';
import type { PageFilters } from './journal-filters.ts';
import type { CompanyConsoles } from './use-journal.ts';

const TYPING_MS = 250;
const COMMAND_WIDTH = 320;

type JournalFilterBarProps = {
  filters: PageFilters;
  choices: JournalChoices | undefined;
  onChange(changes: Partial<PageFilters>): void;
};

export function JournalFilterBar({ filters, choices, onChange }: JournalFilterBarProps) {
  const { t } = useWords();
  const { people = [], commands = [], events = [], sites = [] } = choices ?? {};
  return (
    <div className={pages.filters} role="search">
      <RecordField filters={filters} onChange={onChange} />
      <Choice
        name="person"
        value={filters.person}
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(person) => onChange({ person })}
      />
      <Choice
        name="event"
        value={filters.event}
        data={events.map((event) => ({ value: event, label: t(`audit.event.${event}`) }))}
        onChange={(chosen) => onChange({ event: JOURNAL_EVENTS.find((event) => event === chosen) ?? null })}
      />
      <Choice
        name="command"
        value={filters.command}
        data={commandChoices(commands)}
        optionWidth={COMMAND_WIDTH}
        onChange={(command) => onChange({ command })}
      />
      {sites.length > 1 ? (
        <Choice
          name="site"
          value={filters.site}
          data={sites.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(site) => onChange({ site })}
        />
      ) : null}
      <DayFields filters={filters} onChange={onChange} />
    </div>
  );
}

type CompanyFilterBarProps = {
  filters: PageFilters;
  consoles: CompanyConsoles;
  onChange(changes: Partial<PageFilters>): void;
};

/** What the server can look for. */
export function CompanyFilterBar({ filters, consoles, onChange }: CompanyFilterBarProps) {
  const { t } = useWords();
  const sites = new Map(consoles.map(({ siteId, siteName }) => [siteId, siteName]));
  const atSite = consoles.filter(({ siteId }) => filters.site === null || siteId === filters.site);
  return (
    <div className={pages.filters} role="search">
      <RecordField filters={filters} onChange={onChange} />
      <Choice
        name="site"
        value={filters.site}
        data={[...sites].map(([value, label]) => ({ value, label }))}
        onChange={(site) => onChange({ site, console: null })}
      />
      <Choice
        name="console"
        value={filters.console}
        data={atSite.map(({ id, name, siteName }) => ({
          value: id,
          label: t('audit.console.at', { name, site: siteName }),
        }))}
        onChange={(console) => onChange({ console })}
      />
      <DayFields filters={filters} onChange={onChange} />
    </div>
  );
}

function DayFields({ filters, onChange }: Pick<JournalFilterBarProps, 'filters' | 'onChange'>) {
  const { t } = useWords();
  return (['from', 'to'] as const).map((end) => (
    <TextInput
      key={end}
      type="date"
      size="xs"
      aria-label={t(`audit.filter.${end}`)}
      leftSection={<span aria-hidden="true">{t(`audit.filter.${end}.short`)}</span>}
      leftSectionWidth={end === 'from' ? 46 : 28}
      value={filters[end] ?? ''}
      onChange={(event) => onChange({ [end]: event.currentTarget.value || null })}
    />
  ));
}

type ChoiceProps = {
  name: 'person' | 'event' | 'command' | 'site' | 'console';
  value: string | null;
  data: { value: string; label: string }[];
  onChange(value: string | null): void;
  /** Of the list, where what stands in it is longer than the field; then the name of ours is shown with it. */
  optionWidth?: number;
};

function Choice({ name, value, data, onChange, optionWidth }: ChoiceProps) {
  const { t } = useWords();
  return (
    <Select
      aria-label={t(`audit.filter.${name}`)}
      placeholder={t(`audit.filter.${name}.any`)}
      size="xs"
      w={140}
      clearable
      searchable
      value={value}
      onChange={onChange}
      data={data}
      {...(optionWidth === undefined
        ? {}
        : {
            comboboxProps: { width: optionWidth, position: 'bottom-start' },
            filter: byWordsOrName,
            renderOption: ({ option }) => <Named words={option.label} name={option.value} />,
          })}
    />
  );
}

/** Whoever knows the name of a command finds it by that, too. */
const byWordsOrName: OptionsFilter = ({ options, search }) => {
  const asked = search.trim().toLowerCase();
  return options.filter((one) => 'value' in one && `${one.label} ${one.value}`.toLowerCase().includes(asked));
};

function commandChoices(commands: readonly string[]): ChoiceProps['data'] {
  return commands
    .map((command) => ({ value: command, label: commandWords(command) }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

function Named({ words, name }: { words: string; name: string }) {
  return (
    <span className={styles.named} title={name}>
      {words}
      <span className={styles.muted}>{name}</span>
    </span>
  );
}

function RecordField({ filters, onChange }: Pick<JournalFilterBarProps, 'filters' | 'onChange'>) {
  const { t } = useWords();
  return (
    <SearchField
      label={t('audit.filter.record')}
      text={filters.record ?? ''}
      widthPixels={215}
      pauseMs={TYPING_MS}
      onChange={(text) => onChange({ record: text.trim() || null })}
    />
  );
}
