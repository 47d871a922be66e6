import type { Logger } from 'pino';
import type { DeliveryChannels } from '#shared/delivery/channel.ts';
import { closeChannels, openChannels } from '#shared/delivery/open-channels.ts';
import type { DeliverySettings } from '#shared/delivery/settings.ts';
import { type InboxRetention, USUAL_INBOX_RETENTION } from '#shared/domains/notifications/retention.ts';
import { OUTBOUND_CHANNELS } from '#shared/domains/notifications/schema.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import type { JobAlert, JobsService } from '../jobs/jobs-service.ts';
import type { TakenRight } from '../session/taken-rights.ts';
import type { Committed, Store } from '../store/store.ts';
import { followDeliveries } from './delivery-jobs.ts';
import { desktopNotices, type Notice } from './desktop-notices.ts';
import { NoticeRunner } from './notice-runner.ts';

export type NotifyService = {
  /** Who carries what leaves this console; null: there is no way out. */
  carriers: NoticeRunner['carriers'];
};

export type CreateNotifyParts = {
  readonly store: Store;
  readonly commands: CommandRunner;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'error'>;
  /** Relay and gateways of this console itself; empty where the company's server has them. */
  readonly settings: DeliverySettings;
  /** How long lines are kept at this site; absent: as usual. */
  inboxRetention?(): InboxRetention;
  onNotice?(notice: Notice): void;
};

type OpenChannels = { -readonly [Channel in keyof DeliveryChannels]: DeliveryChannels[Channel] };

export type Notify = ReturnType<typeof createNotify>;

/** Everything that tells people: on this desktop, in their inboxes, and by what leaves the console. */
export function createNotify(parts: CreateNotifyParts) {
  const { store, commands, clock, settings } = parts;
  // The same object throughout: who sends looks into it when it sends.
  const channels: OpenChannels = openChannels(settings, () => clock.now());
  const runner = new NoticeRunner({ ...parts, channels });
  let isOpen = true;
  const service: NotifyService = { carriers: () => runner.carriers() };
  return {
    service,
    forJobs: {
      store,
      commands,
      channels,
      runner,
      inboxRetention: () => parts.inboxRetention?.() ?? USUAL_INBOX_RETENTION,
    },
    /** Messages that this site sends ask for their runs. Before the first commit. */
    follow: (jobs: Pick<JobsService, 'enqueue'>) =>
      store.follow((records) => followDeliveries(jobs, store, records)),
    committed(committed: Committed): void {
      for (const notice of desktopNotices(store, clock, committed)) parts.onNotice?.(notice);
      // A commit of its own, when those who hear of this one have heard; what is lost is found at the next start.
      setImmediate(() => {
        if (isOpen) runner.committed(committed);
      });
    },
    start: () => runner.catchUp(),
    jobAlert(alert: JobAlert, also?: (alert: JobAlert) => void): void {
      also?.(alert);
      const { job, at, problem } = alert;
      runner.tellAdministrators({
        occurrence: `${job}:${at}`.slice(-36),
        category: 'notifications.jobFailed',
        severity: 'high',
        title: { key: 'notifications.jobFailed.title', params: { job } },
        body: { key: 'notifications.jobFailed.body', params: { problem: problem.message.slice(0, 200) } },
        route: '/jobs',
        dedupeKey: `job:${job}`,
        groupKey: `job:${job}`,
      });
    },
    /** Somebody took a right that nobody gave them. */
    rightTaken(who: { readonly name: string }, { id, feature, reason }: TakenRight): void {
      runner.tellAdministrators({
        occurrence: id,
        category: 'notifications.rightTaken',
        severity: 'high',
        title: { key: 'notifications.rightTaken.title', params: { name: who.name, feature } },
        body: { key: 'notifications.rightTaken.body', params: { reason: reason.slice(0, 200) } },
        route: '/audit',
        dedupeKey: `right:${id}`,
        groupKey: 'right-taken',
      });
    },
    /** What is sent from now on goes by these. */
    useSettings(next: DeliverySettings): void {
      closeChannels(channels);
      for (const channel of OUTBOUND_CHANNELS) delete channels[channel];
      if (isOpen)
        Object.assign(
          channels,
          openChannels(next, () => clock.now()),
        );
    },
    close(): void {
      isOpen = false;
      closeChannels(channels);
    },
  };
}
