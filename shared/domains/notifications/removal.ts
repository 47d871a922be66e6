import { z } from 'zod';
import { defineCommand } from '../../kernel/define-command.ts';
import { Instant } from '../../kernel/fields.ts';
import { RecordId } from '../../kernel/ids.ts';
import { isOld } from './retention.ts';
import { delivery, notification } from './schema.ts';

export const LINES_REMOVED_MAX = 50;
/** One entry of the journal holds no more than 500 changes. */
const CHANGES_MAX = 400;

/** NTF-10: lines that are old, with what was sent of them. A line with more than one entry holds goes in several. */
export const removeOld = defineCommand({
  name: 'notifications.removeOld',
  feature: 'notifications.manage',
  system: true,
  lane: 3,
  input: z.object({
    ids: z.array(RecordId).min(1).max(LINES_REMOVED_MAX),
    settledBefore: Instant,
    unreadBefore: Instant,
  }),
  writes: [notification, delivery],
  allows: [
    { entity: notification, remove: true },
    { entity: delivery, remove: true },
  ],
  label: ({ ids }) => ({ key: 'notifications.removeOld.label', params: { count: ids.length } }),
  target: ({ site }) => site.id,
  run({ tx, site }, { ids, ...before }) {
    let left = CHANGES_MAX;
    let removed = 0;
    for (const id of ids) {
      const line = tx.get(notification, id);
      if (line === undefined || line.siteId !== site.id || !isOld(line, before)) continue;
      const sent = tx.find(delivery, { notificationId: id });
      for (const one of sent.slice(0, left)) tx.remove(delivery, one.id);
      left -= sent.length + 1;
      if (left < 0) break;
      tx.remove(notification, id);
      removed += 1;
    }
    return { removed };
  },
});
