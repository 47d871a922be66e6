import { z } from 'zod';
import { DevicesResponse } from '#shared/sync/devices.ts';
import type { Store } from '../store/store.ts';

const KeptList = z.object({
  personId: z.string(),
  organisationId: z.string(),
  askedAt: z.string(),
  told: DevicesResponse.pick({ reach: true, devices: true, codes: true, rights: true }),
});
export type KeptList = z.infer<typeof KeptList>;

/** People who look after consoles from here; the list of who asked longest ago is forgotten. */
const KEPT_MAX = 5;

/**
 * Lists of consoles as the server last told them, to be looked at without a link. Each person has their own: what one
 * of them may see is not the other's.
 */
export class KeptLists {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  of(personId: string): KeptList | undefined {
    const organisationId = this.#store.state.membership?.organisationId;
    return this.#all().find((one) => one.personId === personId && one.organisationId === organisationId);
  }

  keep(list: KeptList): void {
    const others = this.#all().filter(({ personId }) => personId !== list.personId);
    this.#store.bookkeeping(() => {
      this.#store.state.deviceLists = JSON.stringify([list, ...others].slice(0, KEPT_MAX));
    });
  }

  #all(): readonly KeptList[] {
    const text = this.#store.state.deviceLists;
    // Another version of the program may have kept them in another form: then the server tells them anew.
    return text === undefined ? [] : (z.array(KeptList).safeParse(JSON.parse(text)).data ?? []);
  }
}
