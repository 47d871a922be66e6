import { Menu } from '@mantine/core';
import { IconKeyboard, IconLogout, IconUser } from '@tabler/icons-react';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useDrafts } from '../drafts.ts';
import { useAction } from '../api/use-action.ts';
import { useWords } from '../words.ts';
import styles from './frame.module.css';

export function PersonMenu({ onHelp }: { onHelp(): void }) {
  const { t } = useWords();
  const person = useConsoleStatus()?.person;
  const out = useAction(signOut);
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
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void out.run(undefined)}>
          {t('action.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Leaves nothing of the person behind for the next one at this console. */
async function signOut(): Promise<void> {
  await connection.api.session.signOut.mutate();
  useDrafts.getState().dropAll();
}
