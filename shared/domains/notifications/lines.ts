import type { CommandContext } from '../../kernel/define-command.ts';
import { type Notification, notification } from './schema.ts';

type Said =
  | 'id'
  | 'siteId'
  | 'personId'
  | 'severity'
  | 'category'
  | 'titleKey'
  | 'titleParams'
  | 'bodyKey'
  | 'bodyParams';

/** A new line in somebody's inbox: about nothing but itself, told once, now, and not looked at, if nothing else is said. */
export function insertLine(
  { tx, now }: Pick<CommandContext, 'tx' | 'now'>,
  line: Pick<Notification, Said> & Partial<Omit<Notification, 'kind'>>,
): Notification {
  return tx.insert(notification, {
    linkKind: '',
    linkId: '',
    route: '/notifications',
    dedupeKey: line.id,
    groupKey: line.id,
    occurrences: [line.id],
    count: 1,
    createdAt: now,
    raisedAt: now,
    readAt: null,
    acknowledgedAt: null,
    acknowledgedByName: null,
    dismissedAt: null,
    ...line,
  });
}
