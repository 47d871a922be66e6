import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { Connection } from './connection.ts';
import { takeStatus, type ConsoleStatus } from './console-store.ts';

export type LiveListener = {
  /** These collections changed. */
  onChange(collections: readonly CollectionName[]): void;
  /** Somebody else is signed in, or nobody any more: what the page holds was for the one before. */
  onPerson(): void;
  /** Anything may have changed: the connection is new, or the clock was moved. */
  onEverything(): void;
};

/** Waits this long before a subscription that ended is opened again. */
const RESUBSCRIBE_MS = 1_000;

/** Keeps the picture of the console fresh, and tells what changed, for as long as the page lives. */
export function followConsole(connection: Connection, listener: LiveListener): void {
  const changes = makeChangesFeed(connection, listener);
  let lastPersonId: string | null | undefined;
  function followStatus(): void {
    const again = () => setTimeout(followStatus, RESUBSCRIBE_MS);
    connection.api.console.live.subscribe(undefined, {
      onData(status: ConsoleStatus) {
        const { clockJumped } = takeStatus(status);
        const personId = status.person?.id ?? null;
        if (lastPersonId !== undefined && lastPersonId !== personId) listener.onPerson();
        lastPersonId = personId;
        changes.follow(personId);
        if (clockJumped) listener.onEverything();
      },
      onError: again,
      onComplete: again,
    });
  }
  followStatus();
  connection.epoch.subscribe((epoch) => {
    if (epoch > 1) listener.onEverything();
  });
}

type ChangesFeed = { follow(personId: string | null): void };

/** Change ticks go to people signed in; the feed follows who that is. */
function makeChangesFeed(connection: Connection, listener: LiveListener): ChangesFeed {
  let followed: string | null = null;
  let stop: (() => void) | undefined;
  return {
    follow(personId) {
      if (personId === followed) return;
      stop?.();
      stop = undefined;
      followed = personId;
      if (personId === null) return;
      const end = () => {
        // The next picture of the console says who is signed in then, and the feed opens again.
        followed = null;
        stop = undefined;
        setTimeout(
          () => void connection.api.console.status.query().then(takeAndFollow, () => undefined),
          RESUBSCRIBE_MS,
        );
      };
      const takeAndFollow = (status: ConsoleStatus) => {
        takeStatus(status);
        this.follow(status.person?.id ?? null);
      };
      const subscription = connection.api.console.changes.subscribe(undefined, {
        onData: (tick) => listener.onChange(tick.collections),
        onError: end,
        onComplete: end,
      });
      stop = () => subscription.unsubscribe();
      listener.onEverything();
    },
  };
}
