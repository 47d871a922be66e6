import type { Subscription } from 'rxjs';
import { z } from 'zod';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { DomainCollections } from './store/collections.ts';
import type { Store } from './store/store.ts';

export type Counts = { readonly open: number; readonly escalated: number; readonly overdue: number };

const SiteCounts = z.object({
  siteId: z.string(),
  open: z.int(),
  escalated: z.int(),
  overdue: z.int(),
  /** When the next of them is overdue. */
  nextDueAt: z.string().nullable(),
});
type SiteCounts = z.infer<typeof SiteCounts>;
type Known = { readonly sites: readonly SiteCounts[]; readonly fromAt: string; readonly untilAt: string };

/** After every time there is. */
const NEVER = '\u{10ffff}';

/**
 * What navigation, tray and badge show. RxDB tells when an incident changed; SQL counts, from the index of open
 * incidents alone, and again only after such a change or when another one is overdue.
 */
export class LiveCounts {
  readonly #store: Pick<Store, 'all'>;
  readonly #clock: Clock;
  readonly #subscription: Subscription | undefined;
  #known: Known | undefined;

  constructor(
    {
      store,
      collections,
      clock,
    }: { store: Pick<Store, 'all'>; collections: DomainCollections; clock: Clock },
    changed: () => void,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#subscription = collections.incidents?.eventBulks$.subscribe(({ events }) => {
      if (!events.some(({ documentData }) => documentData.kind === 'incident')) return;
      this.#known = undefined;
      changed();
    });
  }

  /** Counts of the sites that whoever looks may see. */
  of(sites: 'all' | readonly string[]): Counts {
    const counts = { open: 0, escalated: 0, overdue: 0 };
    for (const one of this.#sites()) {
      if (sites !== 'all' && !sites.includes(one.siteId)) continue;
      counts.open += one.open;
      counts.escalated += one.escalated;
      counts.overdue += one.overdue;
    }
    return counts;
  }

  stop(): void {
    this.#subscription?.unsubscribe();
  }

  #sites(): readonly SiteCounts[] {
    const now = isoOf(this.#clock.now());
    const known = this.#known;
    if (known !== undefined && known.fromAt <= now && now < known.untilAt) return known.sites;
    this.#known = this.#count(now);
    return this.#known.sites;
  }

  #count(now: string): Known {
    const sites = this.#store.all(
      SiteCounts,
      `SELECT siteId, count(*) AS open, sum(escalationLevel > 0 AND acknowledgedAt IS NULL) AS escalated,
              sum(dueAt <= :now) AS overdue, min(CASE WHEN dueAt > :now THEN dueAt END) AS nextDueAt
       FROM open_incident GROUP BY siteId`,
      { now },
    );
    const untilAt = sites.reduce((soonest, { nextDueAt }) => least(soonest, nextDueAt ?? NEVER), NEVER);
    return { sites, fromAt: now, untilAt };
  }
}

function least(one: string, other: string): string {
  return one < other ? one : other;
}
