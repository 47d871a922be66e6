import { type Actor, may, visibleSites } from '#shared/access/can.ts';
import { refusal } from '#shared/access/say.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import type { Query } from '#shared/kernel/define-query.ts';
import type { AuditNotes } from '../audit/audit-notes.ts';
import { noteRead } from '../audit/note-read.ts';
import type { Store } from '../store/store.ts';
import { commandError } from './errors.ts';

/** Answers queries: permission first, then the rows of the sites the person may see; notes what is noted. */
export class QueryRunner {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #notes: AuditNotes;

  constructor(store: Store, clock: Clock, notes: AuditNotes) {
    this.#store = store;
    this.#clock = clock;
    this.#notes = notes;
  }

  run<Output>(query: Query, input: unknown, actor: Actor): Output {
    const { site } = this.#store.state;
    if (site === undefined) throw commandError('no-site');
    if (!may(actor, query.feature).allowed) throw refusal(actor, query.feature, null);
    const now = isoOf(this.#clock.now());
    const context = { db: this.#store, now, actor, site, sites: visibleSites(actor) };
    const asked = query.input.parse(input);
    // A query's output type is its own.
    const answer = this.#store.reading(() => query.run(context, asked)) as Output;
    const shown = query.shows?.(asked);
    if (shown !== undefined) noteRead({ db: this.#store, notes: this.#notes }, actor, shown);
    return answer;
  }
}
