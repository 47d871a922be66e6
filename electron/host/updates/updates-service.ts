import type { Actor } from '#shared/access/can.ts';
import type { ReleaseChannel } from '#shared/kernel/release-feed.ts';
import type { UpdateState } from '../messages.ts';

/** Why no update is installed now. */
export type UpdateBlocker = {
  readonly reason: 'emergency' | 'break-glass' | 'safety-waiting' | 'work-running';
  readonly count: number;
};

/** What of updates is in every picture of the console. */
export type UpdatesStatus = {
  /** A newer version that nobody has put off; null otherwise. */
  readonly offered: string | null;
  readonly phase: UpdateState['phase'];
};

export type UpdatesOverview = UpdateState & {
  readonly ownVersion: string;
  readonly channel: ReleaseChannel;
  /** Whether this console installs by itself, or a person does it on the machine that serves it. */
  readonly how: 'here' | 'by-hand';
  /** Where a person fetches what is to be installed by hand. */
  readonly fileUrl: string | null;
  readonly serverUrl: string | null;
  readonly checkedAt: string | null;
  readonly laterUntil: string | null;
  readonly blocker: UpdateBlocker | null;
  /** The copy of the store that is made before anything is installed. */
  readonly isBackingUp: boolean;
};

export type UpdatesService = {
  status(): UpdatesStatus;
  overview(): UpdatesOverview;
  /** Asks the company's server. Resolves when it has answered, or when the question is under way in main. */
  check(): Promise<void>;
  setChannel(actor: Actor, channel: ReleaseChannel): void;
  download(): void;
  cancel(): void;
  /** Puts the question off for a day. */
  later(): void;
  /** Backs the store up, then ends this host: the next one is of the new version. */
  install(actor: Actor): Promise<void>;
  /** What main tells. */
  told(state: UpdateState): void;
};
