import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconMoon, IconMoonStars, IconSun } from '@tabler/icons-react';
import { THEMES } from '#shared/kernel/themes.ts';
import { useWords } from '../words.ts';
import { useTheme } from './theme-store.ts';

const ICONS = { light: IconSun, dark: IconMoon, night: IconMoonStars };

export function ThemeSwitch() {
  const { t } = useWords();
  const { theme, choose } = useTheme();
  const Current = ICONS[theme];
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={30}
          aria-label={t('theme.label')}
          title={t('theme.label')}
        >
          <Current size={18} stroke={1.7} color="var(--fl-text)" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map((name) => {
          const ThemeIcon = ICONS[name];
          return (
            <Menu.Item
              key={name}
              leftSection={<ThemeIcon size={16} />}
              rightSection={name === theme ? <IconCheck size={15} /> : null}
              onClick={() => choose(name)}
            >
              {t(`theme.${name}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
