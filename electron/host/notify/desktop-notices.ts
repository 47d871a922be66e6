import { delivery, notification } from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import { type Clock, msOf } from '#shared/kernel/clock.ts';
import type { HostToMain } from '../messages.ts';
import { recordOf } from '../store/record-writer.ts';
import type { Committed, Store } from '../store/store.ts';
import { draftsOf, FRESH_MS } from './draft-notices.ts';
import { plainText } from './message-texts.ts';

export type Notice = Extract<HostToMain, { type: 'notify' }>;

/**
 * What a commit puts on this console's desktop: notices whose turn has come for somebody of this site, and at once
 * whatever is critical, also at a console that waits for the site's first one to tell people. Both say one thing
 * under one id, and main shows an id once.
 */
export function desktopNotices(store: Store, clock: Clock, { records }: Committed): Notice[] {
  const due = records.flatMap(({ document, previous }) => {
    if (document.kind !== delivery.kind || document._deleted) return [];
    const now = delivery.schema.safeParse(recordOf(document));
    if (!now.success || now.data.channel !== 'desktop' || stateOf(now.data) !== 'sent') return [];
    const before = previous === undefined ? undefined : delivery.schema.safeParse(recordOf(previous)).data;
    if (before !== undefined && stateOf(before) !== 'queued') return [];
    if (now.data.siteId !== store.state.site?.id) return [];
    return clock.now() - msOf(now.data.createdAt) > FRESH_MS ? [] : noticeOf(store, now.data.notificationId);
  });
  const pressing = draftsOf(store, clock, records)
    .filter(({ draft, subject }) => draft.severity === 'critical' && isForThisConsole(store, subject.siteId))
    .map(({ draft }) => ({
      type: 'notify' as const,
      id: draft.occurrence,
      title: plainText(draft.title),
      body: plainText(draft.body),
      severity: draft.severity,
      route: draft.route,
    }));
  return [...new Map([...pressing, ...due].map((notice) => [notice.id, notice])).values()];
}

function noticeOf(store: Store, notificationId: string): Notice[] {
  const line = store.record(notification, notificationId);
  if (line === undefined || line.acknowledgedAt !== null) return [];
  const { occurrences, titleKey, titleParams, bodyKey, bodyParams, severity, route } = line;
  return [
    {
      type: 'notify',
      id: occurrences.at(-1) ?? line.id,
      title: plainText({ key: titleKey, params: titleParams }),
      body: plainText({ key: bodyKey, params: bodyParams }),
      severity,
      route,
    },
  ];
}

/** An office answers for every site. */
function isForThisConsole(store: Store, siteId: string): boolean {
  const { site } = store.state;
  return site !== undefined && (site.id === siteId || site.kind === 'office');
}
