import type { Subscription } from 'rxjs';
import { z } from 'zod';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { holdingsOf, type Somebody } from '#shared/access/reach.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import { rowCondition, scopeColumns } from '#shared/kernel/define-query.ts';
import { type InboxCounts, InboxCounter } from './notify/inbox-counts.ts';
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
 * What navigation, tray and badge show. RxDB tells when an incident or a notification changed; SQL counts, from the
 * index of open incidents or of one person's lines alone, and again only after such a change or when another incident
 * is overdue.
 */
export class LiveCounts {
  readonly #store: Pick<Store, 'all' | 'get'>;
  readonly #clock: Clock;
  readonly #subscriptions: readonly (Subscription | undefined)[];
  readonly #inbox: InboxCounter;
  #known: Known | undefined;
  /** Of people who see less than a site, by what makes an incident theirs. */
  readonly #knownTheirs = new Map<string, Known>();

  constructor(
    {
      store,
      collections,
      clock,
    }: { store: Pick<Store, 'all' | 'get'>; collections: DomainCollections; clock: Clock },
    changed: () => void,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#inbox = new InboxCounter(store);
    const onIncident = () => {
      this.#known = undefined;
      this.#knownTheirs.clear();
      changed();
    };
    const onNotification = () => {
      this.#inbox.forget();
      changed();
    };
    this.#subscriptions = [
      onChangeOf('incident', collections.incidents, onIncident),
      onChangeOf('notification', collections.work, onNotification),
    ];
  }

  /** Counts of the sites that whoever looks sees whole; for who sees less than a site, of what is theirs. */
  of(sites: 'all' | readonly string[], who: Somebody | null = null): Counts {
    const theirs = who === null ? undefined : holdingsOf(who);
    if (who !== null && theirs !== undefined)
      return sumOf(this.#theirs(JSON.stringify(theirs), { actor: who, sites }));
    return sumOf(this.#sites().filter(({ siteId }) => sites === 'all' || sites.includes(siteId)));
  }

  /** What waits for whoever is signed in; for this site, when nobody is. */
  inboxOf(personId: string | undefined, site: Pick<Site, 'id'> | undefined): InboxCounts {
    return this.#inbox.of(personId, site);
  }

  stop(): void {
    for (const one of this.#subscriptions) one?.unsubscribe();
  }

  #sites(): readonly SiteCounts[] {
    const now = isoOf(this.#clock.now());
    const known = this.#known;
    if (known !== undefined && known.fromAt <= now && now < known.untilAt) return known.sites;
    this.#known = this.#count(now);
    return this.#known.sites;
  }

  #theirs(key: string, reach: Parameters<typeof rowCondition>[1]): readonly SiteCounts[] {
    const now = isoOf(this.#clock.now());
    const known = this.#knownTheirs.get(key);
    if (known !== undefined && known.fromAt <= now && now < known.untilAt) return known.sites;
    const counted = this.#count(now, rowCondition(scopeColumns(incident, 'i'), reach));
    this.#knownTheirs.set(key, counted);
    return counted.sites;
  }

  #count(now: string, condition?: ReturnType<typeof rowCondition>): Known {
    const where = condition === undefined ? '' : `WHERE ${condition.sql}`;
    const sites = this.#store.all(
      SiteCounts,
      `SELECT i.siteId, count(*) AS open, sum(i.escalationLevel > 0 AND i.acknowledgedAt IS NULL) AS escalated,
              sum(i.dueAt <= coalesce(i.clockPausedAt, :now)) AS overdue,
              min(CASE WHEN i.dueAt > :now AND i.clockPausedAt IS NULL THEN i.dueAt END) AS nextDueAt
       FROM open_incident i ${where} GROUP BY i.siteId`,
      { ...condition?.parameters, now },
    );
    const untilAt = sites.reduce((soonest, { nextDueAt }) => least(soonest, nextDueAt ?? NEVER), NEVER);
    return { sites, fromAt: now, untilAt };
  }
}

function sumOf(sites: readonly SiteCounts[]): Counts {
  const counts = { open: 0, escalated: 0, overdue: 0 };
  for (const one of sites) {
    counts.open += one.open;
    counts.escalated += one.escalated;
    counts.overdue += one.overdue;
  }
  return counts;
}

function onChangeOf(
  kind: string,
  collection: DomainCollections[CollectionName],
  changed: () => void,
): Subscription | undefined {
  return collection?.eventBulks$.subscribe(({ events }) => {
    if (events.some(({ documentData }) => documentData.kind === kind)) changed();
  });
}

function least(one: string, other: string): string {
  return one < other ? one : other;
}
