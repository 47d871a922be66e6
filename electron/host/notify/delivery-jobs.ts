import { z } from 'zod';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import type { InboxRetention } from '#shared/domains/notifications/retention.ts';
import { type Delivery, delivery } from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import type { DeliveryChannels, OutboundMessage } from '#shared/delivery/channel.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import { defineScheduledJob, type ScheduledJob } from '../jobs/define-scheduled-job.ts';
import type { JobsService } from '../jobs/jobs-service.ts';
import { type RecordChange, recordOf } from '../store/record-writer.ts';
import type { Store } from '../store/store.ts';
import { asConsole } from './as-console.ts';
import { writeDigests } from './digest.ts';
import { warnOfUnreachable } from './reachability-check.ts';
import { removeOldLines } from './remove-old.ts';
import type { NoticeRunner } from './notice-runner.ts';

export const SEND_JOB = 'notifications.send';

export type NotifyJobParts = {
  readonly notify: {
    readonly store: Store;
    readonly commands: CommandRunner;
    readonly channels: DeliveryChannels;
    readonly runner: NoticeRunner;
    /** As it stands when it is asked for. */
    inboxRetention(): InboxRetention;
  };
};

const SendInput = z.object({ id: RecordId });

/** What the site sends by itself, the morning summary, and the look at who can be reached. */
export function notifyJobs({ notify }: NotifyJobParts): readonly ScheduledJob[] {
  const { store, runner } = notify;
  return [
    defineScheduledJob({
      name: SEND_JOB,
      titleKey: 'job.notifications.send',
      schedule: undefined,
      zone: 'UTC',
      catchUp: 'once',
      // An attempt that the relay refuses is an outcome: the delivery itself says when it is tried again.
      attempts: 3,
      where: 'home',
      input: SendInput,
      async run({ input: { id } }) {
        const one = store.record(delivery, id);
        if (one === undefined || !isOurs(one)) return { key: 'job.notifications.send.calledOff' };
        const { channel } = one;
        const way = channel === 'desktop' ? undefined : notify.channels[channel];
        const outcome = await (way?.send(messageOf(one)) ??
          Promise.resolve({
            state: 'failed' as const,
            reason: 'This console has no way out for this channel any more.',
            isRetriable: false,
          }));
        asConsole(notify, notificationCommands.recordAttempt, { id, outcome, random: Math.random() });
        return { key: `job.notifications.send.${outcome.state}` };
      },
    }),
    defineScheduledJob({
      name: 'notifications.digest',
      titleKey: 'job.notifications.digest',
      schedule: { cron: '0 8 * * *' },
      zone: 'site',
      catchUp: 'once',
      where: 'home',
      run({ now }) {
        const count = writeDigests({ ...notify, now });
        return { key: 'job.notifications.digest.done', params: { count } };
      },
    }),
    defineScheduledJob({
      name: 'notifications.reachability',
      titleKey: 'job.notifications.reachability',
      schedule: { cron: '23 * * * *' },
      zone: 'UTC',
      catchUp: 'skip',
      where: 'home',
      run({ now }) {
        const count = warnOfUnreachable({ store, runner, now });
        return { key: 'job.notifications.reachability.done', params: { count } };
      },
    }),
    defineScheduledJob({
      name: 'notifications.clean-up',
      titleKey: 'job.notifications.cleanUp',
      schedule: { cron: '40 3 * * *' },
      zone: 'site',
      catchUp: 'once',
      where: 'home',
      async run({ now, signal }) {
        const retention = notify.inboxRetention();
        const count = await removeOldLines({ ...notify, retention, now, signal });
        return { key: 'job.notifications.cleanUp.done', params: { count } };
      },
    }),
  ];
}

/** Follower of the store: a message that this site sends asks for its run in the transaction that queues it. */
export function followDeliveries(
  jobs: Pick<JobsService, 'enqueue'>,
  store: Pick<Store, 'state'>,
  records: readonly RecordChange[],
): void {
  for (const { document } of records) {
    if (document.kind !== delivery.kind || document._deleted || document.siteId !== store.state.site?.id)
      continue;
    const parsed = delivery.schema.safeParse(recordOf(document));
    if (!parsed.success || !isOurs(parsed.data)) continue;
    const { id, attempts, nextAt } = parsed.data;
    jobs.enqueue(SEND_JOB, { input: { id }, runAt: nextAt, key: `${id}:${attempts}` });
  }
}

function isOurs(one: Delivery): boolean {
  return one.carrier === 'site' && stateOf(one) === 'queued';
}

function messageOf({ id, address, subject, body, severity }: Delivery): OutboundMessage {
  return { id, to: address, subject, body, isUrgent: severity === 'critical' };
}
