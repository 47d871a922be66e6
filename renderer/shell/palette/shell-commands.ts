import {
  IconKeyboard,
  IconMoon,
  IconMoonStars,
  IconPrinter,
  IconRuler2,
  IconSun,
  type Icon,
} from '@tabler/icons-react';
import type { Theme } from '#shared/kernel/themes.ts';
import { goTo } from '../hash-location.ts';
import { useTheme } from '../theme/theme-store.ts';
import { t } from '../words.ts';

export type ShellCommand = {
  readonly id: string;
  readonly text: string;
  readonly icon: Icon;
  readonly keys?: string;
  run(): void;
};

/** What the shell itself can do, whatever a person may: no right is needed for how one's own screen looks. */
export function shellCommands(showKeys: () => void): readonly ShellCommand[] {
  return [
    { id: 'keys', text: t('shortcuts.title'), icon: IconKeyboard, keys: '?', run: showKeys },
    {
      id: 'print',
      text: t('print.page'),
      icon: IconPrinter,
      keys: 'mod+P',
      run: afterClosing(() => print()),
    },
    { id: 'preferences', text: t('preferences.title'), icon: IconRuler2, run: () => goTo('/preferences') },
    ...THEME_ICONS.map(([theme, icon]) => ({
      id: `theme ${theme}`,
      text: t('theme.choose', { theme: t(`theme.${theme}`) }),
      icon,
      run: () => useTheme.getState().choose(theme),
    })),
  ];
}

const THEME_ICONS: readonly (readonly [Theme, Icon])[] = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['night', IconMoonStars],
];

/** The palette itself is not wanted on the paper. */
function afterClosing(action: () => void): () => void {
  return () => void setTimeout(action, CLOSING_MS);
}

const CLOSING_MS = 250;
