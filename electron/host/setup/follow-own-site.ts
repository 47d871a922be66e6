import { site } from '#shared/domains/settings/schema.ts';
import type { Store } from '../store/store.ts';

/** What the site of this console is called, and its clock, may be changed here or anywhere else. */
export function followOwnSite(store: Store): void {
  store.follow((records) => {
    const own = store.state.site;
    if (own === undefined || !records.some(({ id }) => id === own.id)) return;
    const changed = store.record(site, own.id);
    if (changed === undefined || (changed.name === own.name && changed.timeZone === own.timeZone)) return;
    store.state.site = { ...own, name: changed.name, timeZone: changed.timeZone };
  });
}
