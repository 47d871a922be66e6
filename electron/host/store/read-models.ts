import type { Clock } from '#shared/kernel/clock.ts';
import { RollUps } from './roll-ups/roll-ups.ts';
import { Search } from './search/search.ts';
import { SearchIndex } from './search/search-index.ts';
import type { Store } from './store.ts';

export type ReadModels = { readonly search: Search; readonly index: SearchIndex; readonly rollUps: RollUps };

/** Search and statistics over a store: kept inside every commit, built anew when their definition changed. */
export function openReadModels(store: Store, clock: Clock): ReadModels {
  const index = new SearchIndex(store);
  const rollUps = new RollUps(store);
  index.rebuildIfNeeded();
  rollUps.rebuildIfNeeded();
  store.follow((records) => index.follow(records));
  store.follow((records) => rollUps.follow(records));
  return { search: new Search(store, clock), index, rollUps };
}
