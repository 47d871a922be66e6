import { must } from '#shared/kernel/assert.ts';
import { person } from '#shared/domains/people/schema.ts';
import { entityOf } from '#shared/domains/registry.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import type { Conflict, Organisation, RecordKey, ServerRecord, StorageTx } from '../storage/storage.ts';
import { SITE_FIELD } from './apply-change.ts';
import { COMPANY_WIDE } from './scope.ts';
import { wholeOf } from './whole-of.ts';

/**
 * The records that the entries of one exchange touch, read at once, changed in memory and written at once.
 * Between `begin` and `accept` stand the changes of one entry, which `discard` takes back.
 */
export class Workspace {
  readonly #records: Map<string, ServerRecord>;
  readonly #sites: ReadonlySet<string>;
  /** By site: whether it had people before this exchange, or has since an accepted entry. */
  readonly #peopled: Set<string>;
  readonly #changed = new Set<string>();
  readonly #conflicts: Conflict[] = [];
  readonly #draft = new Map<string, ServerRecord>();
  #draftConflicts: Conflict[] = [];
  #version: number;
  #lastRef: number;
  #draftRef: number;

  static async open(
    tx: StorageTx,
    organisation: Organisation,
    entries: readonly Entry[],
  ): Promise<Workspace> {
    const keys = new Map<string, RecordKey>();
    const add = (key: RecordKey) => keys.set(keyOf(key), { collection: key.collection, id: key.id });
    const siteIds = new Set<string>();
    const staffed = new Set<string>();
    for (const { actor, changes } of entries) {
      if (actor.type === 'person') add({ collection: person.collection, id: actor.id });
      for (const change of changes) {
        add(change);
        const entity = entityOf(change.kind);
        const whole = entity && wholeOf(change, entity);
        if (whole !== undefined) add(whole);
        siteIds.add(change.siteId);
        if (change.collection === person.collection) staffed.add(change.siteId);
        const movedTo = change.fields[SITE_FIELD];
        if (typeof movedTo === 'string') siteIds.add(movedTo);
      }
    }
    const sites = new Set<string>([COMPANY_WIDE]);
    const peopled = new Set<string>();
    const records = await tx.records([...keys.values()]);
    for (const siteId of staffed) records.push(...(await tx.peopleAt(siteId)));
    for (const { siteId } of records) siteIds.add(siteId);
    for (const siteId of siteIds) {
      if ((await tx.site(siteId)) === undefined) continue;
      sites.add(siteId);
      if (await tx.hasPeople(siteId)) peopled.add(siteId);
    }
    return new Workspace(organisation, { records, sites, peopled });
  }

  constructor(
    { version, lastRef }: Organisation,
    found: { records: readonly ServerRecord[]; sites: ReadonlySet<string>; peopled: Set<string> },
  ) {
    this.#version = version;
    this.#lastRef = lastRef;
    this.#draftRef = lastRef;
    this.#records = new Map(found.records.map((record) => [keyOf(record), record]));
    this.#sites = found.sites;
    this.#peopled = found.peopled;
  }

  /** The version that the running entry will have if it is accepted. */
  get nextVersion(): number {
    return this.#version + 1;
  }

  get counters(): { version: number; lastRef: number } {
    return { version: this.#version, lastRef: this.#lastRef };
  }

  record(key: RecordKey): ServerRecord | undefined {
    const text = keyOf(key);
    return this.#draft.get(text) ?? this.#records.get(text);
  }

  isKnownSite(siteId: string): boolean {
    return this.#sites.has(siteId);
  }

  hasPeople(siteId: string): boolean {
    return this.#peopled.has(siteId);
  }

  /** Those of a site whose people an entry of this exchange changes, as accepted entries left them. */
  peopleAt(siteId: string): ServerRecord[] {
    return [...this.#records.values()].filter(
      (record) =>
        record.kind === person.kind && record.siteId === siteId && record.deletedByDeviceId === null,
    );
  }

  nextRef(): number {
    this.#draftRef += 1;
    return this.#draftRef;
  }

  /** A merge may leave the record as it was and still be worth noting. */
  put(record: ServerRecord | undefined, conflicts: readonly Conflict[]): void {
    if (record !== undefined) this.#draft.set(keyOf(record), record);
    this.#draftConflicts.push(...conflicts);
  }

  accept(): void {
    this.#version += 1;
    this.#lastRef = this.#draftRef;
    for (const [key, record] of this.#draft) {
      this.#records.set(key, record);
      this.#changed.add(key);
      if (record.kind === person.kind && record.deletedAtMs === null) this.#peopled.add(record.siteId);
    }
    this.#conflicts.push(...this.#draftConflicts);
    this.discard();
  }

  discard(): void {
    this.#draft.clear();
    this.#draftConflicts = [];
    this.#draftRef = this.#lastRef;
  }

  /** Records that accepted entries have changed, as they are now. */
  changed(): ServerRecord[] {
    return [...this.#changed].map((key) => must(this.#records.get(key), key));
  }

  async save(tx: StorageTx): Promise<void> {
    const changed = this.changed();
    if (changed.length > 0) await tx.putRecords(changed);
    if (this.#conflicts.length > 0) await tx.insertConflicts(this.#conflicts);
  }
}

function keyOf({ collection, id }: RecordKey | Change): string {
  return `${collection}/${id}`;
}
