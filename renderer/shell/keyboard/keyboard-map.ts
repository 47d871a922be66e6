import type { Feature } from '#shared/access/features.ts';
import type { Contribution } from '../contribution.ts';
import type { TextKey } from '../words.ts';

export type KeyLine = { readonly keys: string; readonly text: TextKey };
export type KeyGroup = { readonly title: TextKey; readonly lines: readonly KeyLine[] };

/** Every key there is for a person: those of the shell and of tables, and those that domains contribute. */
export function keyboardMap(
  contributions: readonly Contribution[],
  may: (feature: Feature) => boolean,
): KeyGroup[] {
  const pages = contributions.flatMap(({ navigation }) => navigation);
  const commands = contributions.flatMap((contribution) => contribution.commands);
  return [
    { title: 'shortcuts.everywhere', lines: [...EVERYWHERE, ...linesOf(commands, may)] },
    { title: 'shortcuts.goTo', lines: linesOf(pages, may) },
    { title: 'shortcuts.tables', lines: TABLES },
    { title: 'shortcuts.writing', lines: WRITING },
    { title: 'shortcuts.views', lines: VIEWS },
  ];
}

type Keyed = { readonly keys?: string; readonly text: TextKey; readonly feature: Feature };

function linesOf(entries: readonly Keyed[], may: (feature: Feature) => boolean): KeyLine[] {
  return entries.flatMap(({ keys, text, feature }) =>
    keys === undefined || !may(feature) ? [] : [{ keys, text }],
  );
}

const EVERYWHERE: readonly KeyLine[] = [
  { keys: 'mod+K', text: 'shortcuts.palette' },
  { keys: '/', text: 'shortcuts.search' },
  { keys: '?', text: 'shortcuts.help' },
];

const TABLES: readonly KeyLine[] = [
  { keys: '↑|↓', text: 'shortcuts.rows' },
  { keys: 'Enter', text: 'shortcuts.openRow' },
  { keys: 'space', text: 'shortcuts.selectRow' },
  { keys: 'Shift+↑|Shift+↓', text: 'shortcuts.extendRows' },
  { keys: 'mod+A', text: 'shortcuts.selectAll' },
  { keys: 'Esc', text: 'shortcuts.clearRows' },
  { keys: 'Alt+←|Alt+→', text: 'shortcuts.moveColumn' },
  { keys: 'Alt+Shift+←|Alt+Shift+→', text: 'shortcuts.resizeColumn' },
];

const WRITING: readonly KeyLine[] = [
  { keys: '@', text: 'shortcuts.mention' },
  { keys: 'mod+V', text: 'shortcuts.paste' },
];

const VIEWS: readonly KeyLine[] = [
  { keys: '←|→', text: 'shortcuts.chart' },
  { keys: '←|→|↑|↓', text: 'shortcuts.map' },
  { keys: 'plus|-', text: 'shortcuts.zoom' },
];
