import { z } from 'zod';
import { notification } from '#shared/domains/notifications/schema.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { viewOf } from '../store/record-tables.ts';
import type { Store } from '../store/store.ts';

/** `critical`: not acknowledged, read or not; `unread`: everything else that was not read. */
const Counted = z.object({ critical: z.int(), unread: z.int() });
export type InboxCounts = z.infer<typeof Counted>;

const NOTHING: InboxCounts = { critical: 0, unread: 0 };

/**
 * What waits in the inbox of whoever is signed in. With nobody there, an alarm that reached the people of this site
 * and that none of them acknowledged still counts, once for all of them.
 */
export class InboxCounter {
  readonly #store: Pick<Store, 'get'>;
  readonly #known = new Map<string, InboxCounts>();

  constructor(store: Pick<Store, 'get'>) {
    this.#store = store;
  }

  /** Some notification became another one. */
  forget(): void {
    this.#known.clear();
  }

  of(personId: string | undefined, site: Pick<Site, 'id'> | undefined): InboxCounts {
    const key = personId ?? site?.id;
    if (key === undefined) return NOTHING;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const counted = personId === undefined ? this.#ofSite(key) : this.#ofPerson(personId);
    this.#known.set(key, counted);
    return counted;
  }

  #ofPerson(personId: string): InboxCounts {
    return this.#count(
      `SELECT count(*) FILTER (WHERE severity = 'critical') AS critical,
              count(*) FILTER (WHERE severity <> 'critical' AND readAt IS NULL) AS unread
       FROM ${viewOf(notification)} WHERE personId = :id AND acknowledgedAt IS NULL AND dismissedAt IS NULL`,
      personId,
    );
  }

  #ofSite(siteId: string): InboxCounts {
    return this.#count(
      `SELECT count(DISTINCT groupKey) AS critical, 0 AS unread FROM ${viewOf(notification)}
       WHERE siteId = :id AND severity = 'critical' AND acknowledgedAt IS NULL AND dismissedAt IS NULL`,
      siteId,
    );
  }

  #count(sql: string, id: string): InboxCounts {
    return this.#store.get(Counted, sql, { id }) ?? NOTHING;
  }
}
