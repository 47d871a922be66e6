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
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useDrafts } from '../drafts.ts';
import { useAction } from '../api/use-action.ts';
import { goTo } from '../hash-location.ts';
import { useMay } from '../use-may.ts';
import { lockNow } from '../sign-in/idle-lock.tsx';
import { useWords } from '../words.ts';
import styles from './frame.module.css';

export function PersonMenu({ onHelp }: { onHelp(): void }) {
  const { t } = useWords();
  const person = useConsoleStatus()?.person;
  const may = useMay();
  const out = useAction(signOut);
  const park = useAction(parkHere);
  if (!person) return null;
  return (
    <Menu position="bottom-end" width={220}>
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
        <Menu.Item leftSection={<IconLock size={16} />} onClick={lockNow}>
          {t('lock.now')}
        </Menu.Item>
        <Menu.Item leftSection={<IconUsers size={16} />} onClick={() => void park.run(undefined)}>
          {t('switch.now')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void out.run(person.id)}>
          {t('action.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Leaves nothing of the person behind for the next one at this console. */
async function signOut(personId: string): Promise<void> {
  await connection.api.session.signOut.mutate();
  useDrafts.getState().dropOf(personId);
}

/** They come back with their passphrase, to what they were typing. */
function parkHere() {
  return connection.api.session.park.mutate();
}
