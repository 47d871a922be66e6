import { notifications } from '@mantine/notifications';
import { detailsOf } from '../connection/api-error.ts';
import { connection } from '../connection/console-connection.ts';
import { consoleStore } from '../connection/console-store.ts';
import { useDrafts } from '../drafts.ts';

/** Leaves nothing of the person behind for the next one at this console. */
export function signOut(): void {
  const personId = consoleStore.getState().status?.person?.id;
  said(
    connection.api.session.signOut
      .mutate()
      .then(() => (personId === undefined ? undefined : useDrafts.getState().dropOf(personId))),
  );
}

/** A watch change: they come back with their passphrase, to what they were typing. */
export function handOverConsole(): void {
  said(connection.api.session.park.mutate());
}

/** What could not be done is said wherever the person is. */
function said(doing: Promise<unknown>): void {
  doing.catch((error: unknown) => {
    const { message, remedy } = detailsOf(error);
    notifications.show({ color: 'red', title: message, message: remedy ?? '' });
  });
}
