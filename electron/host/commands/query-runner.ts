import { type Actor, can, visibleSites } from '#shared/access/can.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { Query } from '#shared/kernel/define-query.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { Store } from '../store/store.ts';

/** Answers queries: permission first, then the rows of the sites the person may see. */
export class QueryRunner {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  run<Output>(query: Query, input: unknown, actor: Actor): Output {
    const { site } = this.#store.state;
    if (site === undefined)
      throw new DomainError({ code: 'not-set-up', message: 'This console has no site yet.' });
    if (!can(actor, query.feature, { siteId: actor.siteId }).allowed) {
      throw new DomainError({
        code: 'forbidden',
        message: `You may not see this (${query.feature}).`,
        remedy: 'Ask an administrator of your site.',
      });
    }
    const now = isoOf(this.#clock.now());
    const context = { db: this.#store, now, actor, site, sites: visibleSites(actor) };
    // A query's output type is its own.
    return this.#store.reading(() => query.run(context, query.input.parse(input))) as Output;
  }
}
