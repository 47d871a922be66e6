import type { Subscription } from 'rxjs';
import { z } from 'zod';
import { OPEN_STAGES } from '#shared/domains/incidents/states.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { DomainCollections } from './store/collections.ts';

export type Counts = { readonly open: number; readonly escalated: number; readonly overdue: number };

const OpenIncident = z.object({
  siteId: z.string(),
  escalationLevel: z.int(),
  acknowledgedAt: z.string().nullable(),
  dueAt: z.string(),
});
type OpenIncident = z.infer<typeof OpenIncident>;

/**
 * What navigation, tray and badge show, kept by an RxDB live query over the open incidents. Overdue is
 * counted when asked, since it changes with the clock alone.
 */
export class LiveCounts {
  readonly #clock: Clock;
  readonly #subscription: Subscription | undefined;
  #open: readonly OpenIncident[] = [];

  constructor(collections: DomainCollections, clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#subscription = collections.incidents
      ?.find({ selector: { kind: 'incident', stage: { $in: [...OPEN_STAGES] } } })
      .$.subscribe((documents) => {
        this.#open = documents.map((document) => OpenIncident.parse(document.toJSON()));
        changed();
      });
  }

  /** Counts of the sites that whoever looks may see. */
  of(sites: 'all' | readonly string[]): Counts {
    const now = isoOf(this.#clock.now());
    const open = sites === 'all' ? this.#open : this.#open.filter((one) => sites.includes(one.siteId));
    return {
      open: open.length,
      escalated: open.filter((one) => one.escalationLevel > 0 && one.acknowledgedAt === null).length,
      overdue: open.filter((one) => one.dueAt <= now).length,
    };
  }

  stop(): void {
    this.#subscription?.unsubscribe();
  }
}
