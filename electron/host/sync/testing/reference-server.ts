import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import { type Change, type Entry, LANES } from '#shared/sync/entry.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import type { ExchangeRequest, ExchangeResponse, RecordDelta, Verdict } from '#shared/sync/wire.ts';

type Held = {
  readonly key: Pick<RecordDelta, 'collection' | 'id' | 'kind' | 'siteId'>;
  fields: { [field: string]: Json };
  stamps: { [field: string]: { version: number; hlc: string; deviceId: string } };
  version: number;
  deletedBy: string | null;
};

/** A value that this server refuses, so that tests have refusals to deal with. */
export const FORBIDDEN = 'forbidden';

/**
 * The server's promises in as few lines as show them: an entry has one verdict for ever, the later stamp
 * wins, a deletion beats what came later, a device is told what others did. For tests of the device's side.
 */
export class ReferenceServer {
  version = 0;
  readonly #records = new Map<string, Held>();
  readonly #verdicts = new Map<string, Verdict>();
  /** Per device and record: out of its scope or not, and since when. */
  readonly #scope = new Map<string, { isHidden: boolean; version: number }>();

  /** All lanes are one here. */
  exchange({ deviceId, cursors, since, entries, budgetBytes }: ExchangeRequest): ExchangeResponse {
    const verdicts = entries.map((entry) => this.#judge(deviceId, entry));
    const { records, cursor, more } = this.#page(deviceId, cursors[0], since[0], budgetBytes);
    return {
      protocol: PROTOCOL_VERSION,
      serverTimeMs: 0,
      epoch: 'e',
      view: 'v',
      version: this.version,
      verdicts,
      records,
      cursors: [cursor, cursor, cursor, cursor],
      more: more ? [...LANES] : [],
      startOver: false,
      askSchemas: false,
    };
  }

  /** Takes a record out of a device's scope, or back into it. */
  setHidden(deviceId: string, id: string, isHidden: boolean): void {
    this.version += 1;
    this.#scope.set(`${deviceId}/${id}`, { isHidden, version: this.version });
  }

  recordsFor(deviceId: string): JsonObject[] {
    return [...this.#records.values()]
      .filter(({ deletedBy, key }) => deletedBy === null && !this.#isHidden(deviceId, key.id))
      .map(({ key, fields }) => ({ id: key.id, kind: key.kind, siteId: key.siteId, ...fields }));
  }

  #judge(deviceId: string, entry: Entry): Verdict {
    const key = `${deviceId}/${entry.seq}`;
    const verdict = this.#verdicts.get(key) ?? this.#apply(deviceId, entry);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  #apply(deviceId: string, { seq, hlc, changes }: Entry): Verdict {
    const isRefused = changes.some((change) => !this.#mayChange(deviceId, change));
    if (isRefused) return { seq, status: 'rejected', code: 'rule-broken', message: 'Refused.' };
    this.version += 1;
    const version = this.version;
    const overridden = changes.map((change) => ({
      collection: change.collection,
      id: change.id,
      fields: this.#merge(change, { version, hlc, deviceId }),
    }));
    const refs = changes.filter(({ op }) => op === 'insert').map(({ id }) => this.#refOf(id));
    return { seq, status: 'applied', version, overridden, refs };
  }

  #mayChange(deviceId: string, { id, op, fields }: Change): boolean {
    if (Object.values(fields).includes(FORBIDDEN) || this.#isHidden(deviceId, id)) return false;
    const held = this.#records.get(id);
    return op === 'insert' ? held === undefined : held?.deletedBy === null;
  }

  /** Returns the fields that ended up other than sent. */
  #merge(change: Change, stamp: Held['stamps'][string]): JsonObject {
    const { collection, id, kind, siteId } = change;
    const key = { collection, id, kind, siteId };
    const held = this.#records.get(id) ?? { key, fields: {}, stamps: {}, version: 0, deletedBy: null };
    this.#records.set(id, held);
    held.version = stamp.version;
    if (change.op === 'delete') held.deletedBy = stamp.deviceId;
    const overridden: { [field: string]: Json } = {};
    for (const [field, value] of Object.entries(change.fields)) {
      const standing = held.stamps[field];
      const isConcurrent =
        standing !== undefined && standing.deviceId !== stamp.deviceId && standing.version > change.base;
      if (isConcurrent && standing.hlc > stamp.hlc) overridden[field] = held.fields[field] ?? null;
      else {
        held.fields[field] = value;
        held.stamps[field] = stamp;
      }
    }
    return overridden;
  }

  #page(deviceId: string, cursor: number, since: number, rowsMax: number) {
    const news = [...this.#records.values()]
      .map((held) => ({ held, version: Math.max(held.version, this.#scopeVersion(deviceId, held.key.id)) }))
      .filter(({ version }) => version > cursor)
      .toSorted((a, b) => a.version - b.version);
    const page = news.slice(0, rowsMax);
    const more = page.length < news.length;
    const last = page.at(-1)?.version ?? this.version;
    const records = page.flatMap(({ held, version }) => this.#delta(deviceId, held, since, version) ?? []);
    return { records, cursor: more ? last : this.version, more };
  }

  /** The place of a record among all of them. */
  #refOf(id: string): number {
    return [...this.#records.keys()].indexOf(id) + 1;
  }

  #delta(deviceId: string, held: Held, since: number, version: number): RecordDelta | undefined {
    const delta = { ...held.key, version, ref: this.#refOf(held.key.id), arrivedAtMs: 0 };
    const cameIn = this.#scopeVersion(deviceId, held.key.id) > since;
    if (this.#isHidden(deviceId, held.key.id))
      return cameIn ? { ...delta, op: 'evict', fields: {} } : undefined;
    if (held.deletedBy !== null) {
      return held.deletedBy === deviceId && !cameIn ? undefined : { ...delta, op: 'delete', fields: {} };
    }
    const fields = Object.fromEntries(
      Object.entries(held.fields).filter(([field]) => {
        const stamp = held.stamps[field];
        return cameIn || (stamp !== undefined && stamp.version > since && stamp.deviceId !== deviceId);
      }),
    );
    return Object.keys(fields).length === 0 ? undefined : { ...delta, op: 'upsert', fields };
  }

  #isHidden(deviceId: string, id: string): boolean {
    return this.#scope.get(`${deviceId}/${id}`)?.isHidden ?? false;
  }

  #scopeVersion(deviceId: string, id: string): number {
    return this.#scope.get(`${deviceId}/${id}`)?.version ?? 0;
  }
}
