import { Text } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import {
  type Icon,
  IconAlertTriangle,
  IconFile,
  IconMessage,
  IconPaperclip,
  IconSearch,
  IconUser,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { IncidentRow } from '#shared/domains/incidents/queries/list.ts';
import { SeverityShape } from '#renderer/ui/severity-badge.tsx';
import type { NavigationEntry } from '../contribution.ts';
import { contributions } from '../contributions.ts';
import { goTo } from '../hash-location.ts';
import { KeyList } from '../keyboard/key-list.tsx';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { perform } from './perform.ts';
import { usePressingIncidents } from './use-pressing-incidents.ts';
import { type RecentItem, useRecentItems } from './recent-store.ts';
import { type ShellCommand, shellCommands } from './shell-commands.ts';
import { useFoundRecords } from './use-found-records.ts';

/** Ctrl+K: every page and command a person may use, and every record by any of its words. */
export function CommandPalette({ onHelp }: { onHelp(): void }) {
  const { t } = useWords();
  const may = useMay();
  const [query, setQuery] = useState('');
  const incidents = usePressingIncidents(query.trim() === '');
  const { lines: records, preparedPercent } = useFoundRecords(query);
  const fits = (text: string) => text.toLocaleLowerCase().includes(query.trim().toLocaleLowerCase());
  const pages = contributions
    .flatMap((contribution) => contribution.navigation)
    .filter((entry) => may(entry.feature) && fits(t(entry.text)));
  const commands = contributions
    .flatMap((contribution) => contribution.commands)
    .filter((command) => may(command.feature) && fits(t(command.text)));
  const own = shellCommands(onHelp).filter((command) => fits(command.text));
  const recent = useRecentItems().filter((item) => fits(item.label));
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      tagsToIgnore={[]}
    >
      <Spotlight.Search
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        leftSection={<IconSearch size={18} />}
      />
      <Spotlight.ActionsList>
        <ActionGroup label={t('palette.commands')}>
          {commands.map((command) => (
            <Spotlight.Action
              key={command.id}
              label={t(command.text)}
              leftSection={<command.icon size={17} />}
              rightSection={<Keys keys={command.keys} />}
              onClick={() => perform(command)}
            />
          ))}
        </ActionGroup>
        <RecentItems items={recent} />
        <PressingIncidents incidents={incidents} />
        <FoundPages pages={pages} />
        <ActionGroup label={t('palette.records')}>
          {records.map((record) => (
            <Spotlight.Action
              key={record.key}
              label={record.label}
              description={record.description}
              leftSection={<KindIcon kind={record.kind} />}
              onClick={() => goTo(record.path)}
            />
          ))}
        </ActionGroup>
        <ShellCommands commands={own} />
        {commands.length + pages.length + incidents.length + records.length + recent.length + own.length ===
        0 ? (
          <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>
        ) : null}
        <SearchIncomplete percent={preparedPercent} />
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

/** Before anything is typed, there is more to offer than what was opened last. */
const RECENT_MAX = 5;

function Keys({ keys }: { keys: string | undefined }) {
  return keys === undefined ? null : <KeyList keys={keys} />;
}

function FoundPages({ pages }: { pages: readonly NavigationEntry[] }) {
  const { t } = useWords();
  return (
    <ActionGroup label={t('palette.pages')}>
      {pages.map((entry) => (
        <Spotlight.Action
          key={entry.path}
          label={t(entry.text)}
          leftSection={<entry.icon size={17} />}
          rightSection={<Keys keys={entry.keys} />}
          onClick={() => goTo(entry.path)}
        />
      ))}
    </ActionGroup>
  );
}

function RecentItems({ items }: { items: readonly RecentItem[] }) {
  const { t } = useWords();
  return (
    <ActionGroup label={t('palette.recent')}>
      {items.slice(0, RECENT_MAX).map((item) => (
        <Spotlight.Action
          key={item.path}
          label={item.label}
          leftSection={<KindIcon kind={item.kind} />}
          onClick={() => goTo(item.path)}
        />
      ))}
    </ActionGroup>
  );
}

function ShellCommands({ commands }: { commands: readonly ShellCommand[] }) {
  const { t } = useWords();
  return (
    <ActionGroup label={t('palette.console')}>
      {commands.map((command) => (
        <Spotlight.Action
          key={command.id}
          label={command.text}
          leftSection={<command.icon size={17} />}
          rightSection={<Keys keys={command.keys} />}
          onClick={command.run}
        />
      ))}
    </ActionGroup>
  );
}

function SearchIncomplete({ percent }: { percent: number | null }) {
  const { t } = useWords();
  if (percent === null) return null;
  return (
    <Text size="xs" c="dimmed" p="xs" role="status">
      {t('palette.incomplete', { percent })}
    </Text>
  );
}

function PressingIncidents({ incidents }: { incidents: readonly IncidentRow[] }) {
  const { t } = useWords();
  return (
    <ActionGroup label={t('palette.incidents')}>
      {incidents.map((row) => (
        <Spotlight.Action
          key={row.id}
          label={`${row.number}  ${row.title}`}
          description={`${t(`severity.${row.severity}`)}, ${t(`stage.${row.stage}`)}`}
          leftSection={<SeverityShape severity={row.severity} />}
          onClick={() => goTo(`/incidents/${row.id}`)}
        />
      ))}
    </ActionGroup>
  );
}

function KindIcon({ kind }: { kind: string }) {
  const Shown = KIND_ICONS[kind] ?? IconFile;
  return <Shown size={17} />;
}

const KIND_ICONS: { readonly [kind: string]: Icon } = {
  incident: IconAlertTriangle,
  'incident-event': IconMessage,
  attachment: IconPaperclip,
  person: IconUser,
};

function ActionGroup({ label, children }: { label: string; children: React.ReactNode[] }) {
  if (children.length === 0) return null;
  return <Spotlight.ActionsGroup label={label}>{children}</Spotlight.ActionsGroup>;
}
