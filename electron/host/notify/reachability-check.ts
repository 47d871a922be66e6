import { PROFILES_ON_DUTY } from '#shared/access/duty.ts';
import { knownProfile } from '#shared/access/roles.ts';
import { workingChannels } from '#shared/domains/notifications/rules.ts';
import {
  delivery,
  notificationPreferences,
  OUTBOUND_CHANNELS,
  type OutboundChannel,
  USUAL_PREFERENCES,
} from '#shared/domains/notifications/schema.ts';
import { idOf } from '#shared/domains/notifications/ids.ts';
import { person } from '#shared/domains/people/schema.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';
import type { NoticeRunner } from './notice-runner.ts';
import { PEOPLE_OF_SITE } from './recipients.ts';

const RECENT = 20;

/** NTF-7: tells the administrators of this site, once a day and person, whom an alarm would not reach. Returns how many. */
export function warnOfUnreachable({
  store,
  runner,
  now,
}: {
  readonly store: Store;
  readonly runner: Pick<NoticeRunner, 'tellAdministrators' | 'carriers'>;
  readonly now: string;
}): number {
  const siteId = store.state.site?.id ?? '';
  const onDuty = store
    .records(person, PEOPLE_OF_SITE, { siteId })
    .filter(({ jobProfile }) => PROFILES_ON_DUTY.includes(knownProfile(jobProfile)));
  const carriers = runner.carriers();
  const ways = OUTBOUND_CHANNELS.filter((channel) => carriers[channel] !== null);
  const unreachable = onDuty.filter(({ id }) => !isReachable(store, id, ways));
  for (const { id, name, jobProfile } of unreachable) {
    runner.tellAdministrators({
      occurrence: idOf('unreachable', id, now.slice(0, 10)),
      category: 'notifications.unreachable',
      severity: 'medium',
      title: { key: 'notifications.unreachable.title', params: { name } },
      body: { key: 'notifications.unreachable.body', params: { job: jobProfile } },
      route: '/notifications/people',
      dedupeKey: `unreachable:${id}`,
      groupKey: `unreachable:${id}`,
      link: { kind: person.kind, id },
    });
  }
  return unreachable.length;
}

/** `ways`: over which anything leaves this site at all. */
function isReachable(store: Store, personId: string, ways: readonly OutboundChannel[]): boolean {
  const chosen = store.record(notificationPreferences, personId) ?? USUAL_PREFERENCES;
  const recent = store.records(
    delivery,
    `SELECT data FROM ${viewOf(delivery)} WHERE personId = :personId AND channel <> 'desktop'
     ORDER BY createdAt DESC, id LIMIT ${RECENT}`,
    { personId },
  );
  return workingChannels(chosen, recent).some((channel) => ways.includes(channel));
}
