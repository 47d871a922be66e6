import { Menu } from '@mantine/core';
import {
  IconId,
  IconKeyboard,
  IconLock,
  IconLogout,
  IconRuler2,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { useConsoleStatus } from '../connection/console-store.ts';
import { goTo } from '../hash-location.ts';
import { useMay } from '../use-may.ts';
import { KeyList } from '../keyboard/key-list.tsx';
import { lockNow } from '../sign-in/idle-lock.tsx';
import { handOverConsole, signOut } from '../sign-in/leave.ts';
import { useWords } from '../words.ts';
import styles from './frame.module.css';

export function PersonMenu({ onHelp }: { onHelp(): void }) {
  const { t } = useWords();
  const person = useConsoleStatus()?.person;
  const may = useMay();
  if (!person) return null;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <button type="button" className={styles.person} aria-label={t('person.menu', { name: person.name })}>
          <IconUser size={17} stroke={1.7} aria-hidden="true" />
          <span className={styles.personName}>{person.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {t(`job.${person.jobProfile}`)}, {t(`role.${person.role}`)}
        </Menu.Label>
        <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection={<kbd>?</kbd>} onClick={onHelp}>
          {t('shortcuts.title')}
        </Menu.Item>
        {may('views.save') ? (
          <Menu.Item leftSection={<IconRuler2 size={16} />} onClick={() => goTo('/preferences')}>
            {t('preferences.title')}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconId size={16} />} onClick={() => goTo('/sign-in')}>
          {t('own.menu')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLock size={16} />}
          rightSection={<KeyList keys="mod+Shift+L" />}
          onClick={lockNow}
        >
          {t('lock.now')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconUsers size={16} />}
          rightSection={<KeyList keys="mod+Shift+H" />}
          onClick={handOverConsole}
        >
          {t('switch.now')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          {t('action.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
