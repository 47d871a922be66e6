import type { Clock } from '#shared/kernel/clock.ts';
import { archivedListModel } from './archive/archived-list.ts';
import { ReadModelBuild } from './read-model-build.ts';
import { ReadModelBuilds } from './read-model-builds.ts';
import { RollUps } from './roll-ups/roll-ups.ts';
import { Search } from './search/search.ts';
import { SearchIndex } from './search/search-index.ts';
import type { Store } from './store.ts';

export type ReadModels = {
  readonly search: Search;
  readonly index: SearchIndex;
  readonly rollUps: RollUps;
  readonly builds: ReadModelBuilds;
};

/**
 * Search and statistics over a store: kept inside every commit, built anew when their definition changed. Small
 * stores have them at once; in large ones `builds` is to be started, and both say that they are not complete yet.
 */
export function openReadModels(store: Store, clock: Clock): ReadModels {
  const index = new SearchIndex(store);
  const rollUps = new RollUps(store);
  const archivedList = new ReadModelBuild(store, archivedListModel(store.archived));
  rollUps.rebuildIfNeeded();
  index.rebuildIfNeeded();
  archivedList.startIfNeeded();
  store.follow((records) => index.follow(records));
  store.follow((records) => rollUps.follow(records));
  // Figures first: they take less time, and until then there are none.
  const builds = new ReadModelBuilds(store.db, [...rollUps.builds, index.build, archivedList]);
  return { search: new Search(store, clock, index), index, rollUps, builds };
}
