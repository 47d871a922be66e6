import { z } from 'zod';
import { domainWords } from '#shared/domains/registry.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import { isForDigest } from '#shared/domains/notifications/rules.ts';
import {
  type Notification,
  notification,
  notificationPreferences,
} from '#shared/domains/notifications/schema.ts';
import { person } from '#shared/domains/people/schema.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { wordsOf } from '#shared/kernel/words.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';
import { asConsole } from './as-console.ts';
import { messageTexts, readingOf } from './message-texts.ts';
import type { NoticeRunner } from './notice-runner.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

const LINES_MAX = 40;
const Whom = z.object({ id: z.string() });

/**
 * One message to everybody who asked for a summary in the morning: what came since yesterday, was not sent by itself,
 * and waits unread. Returns how many.
 */
export function writeDigests(parts: {
  readonly store: Store;
  readonly commands: CommandRunner;
  readonly runner: NoticeRunner;
  readonly now: string;
}): number {
  const { store, now } = parts;
  const siteId = store.state.site?.id ?? '';
  const since = isoOf(msOf(now) - DAY_MS);
  const people = store.all(
    Whom,
    `SELECT p.id FROM ${viewOf(notificationPreferences)} p JOIN ${viewOf(person)} q ON q.id = p.id
     WHERE p.siteId = :siteId AND p.digest = 'daily' AND p.email IS NOT NULL AND q.active = 1 LIMIT 500`,
    { siteId },
  );
  let count = 0;
  for (const { id } of people) {
    const lines = store
      .records(
        notification,
        `SELECT data FROM ${viewOf(notification)}
         WHERE personId = :id AND raisedAt >= :since AND readAt IS NULL AND acknowledgedAt IS NULL
           AND dismissedAt IS NULL ORDER BY raisedAt LIMIT 200`,
        { id, since },
      )
      .filter(({ severity }) => isForDigest({ digest: 'daily' }, severity));
    if (lines.length === 0) continue;
    asConsole(parts, notificationCommands.sendDigest, { personId: id, ...textOf(parts, id, lines) });
    count += 1;
  }
  return count;
}

function textOf(
  { store, runner, now }: { store: Store; runner: NoticeRunner; now: string },
  personId: string,
  lines: readonly Notification[],
) {
  const said = lines
    .slice(0, LINES_MAX)
    .map(({ titleKey, titleParams, bodyKey, bodyParams }) =>
      [
        wordsOf(domainWords, { key: titleKey, params: titleParams }),
        wordsOf(domainWords, { key: bodyKey, params: bodyParams }),
      ].join('. '),
    )
    .join('\n');
  const { email } = messageTexts(store, {
    category: 'notifications.digest',
    severity: 'low',
    title: { key: 'notifications.digest.title', params: { count: lines.length } },
    body: { key: 'notifications.digest.body', params: { lines: said } },
    siteName: store.state.site?.name ?? '',
    at: now,
    reading: readingOf(store, personId),
  });
  return { text: email, count: lines.length, carrier: runner.carriers().email };
}
