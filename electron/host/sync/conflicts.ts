import { z } from 'zod';
import { type Actor, may, visibleSites } from '#shared/access/can.ts';
import type { Feature } from '#shared/access/features.ts';
import { domains, entityOf } from '#shared/domains/registry.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { type Clock, isHlc, isoOf, msOf, wallMsOf } from '#shared/kernel/clock.ts';
import { must } from '#shared/kernel/assert.ts';
import { type Entity, type MergePolicy, policyOf } from '#shared/kernel/define-entity.ts';
import { CONFLICTS_PATH, ConflictsResponse, type ToldConflict } from '#shared/sync/conflicts.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import type { Store } from '../store/store.ts';
import { post } from './post.ts';
import { noteConflict } from '../audit/note-conflicts.ts';
import type { ServerLink } from './server-link.ts';

/** More are asked for when somebody looks again: nobody reads so many at once, and a dear link pays for them. */
const PAGES_AT_ONCE = 3;
const ROWS_MAX = 2_000;
/** Looking at the page again within this time asks nobody. */
const FRESH_MS = 60_000;

const Value: z.ZodType<Json> = z.json();
const Side = z.object({
  value: Value,
  /** When it was set, by the clock of its console. */
  at: z.string(),
  siteName: z.string(),
  deviceName: z.string(),
  /** Name of the person, where it is known here. */
  by: z.string(),
  hlc: z.string(),
  isHere: z.boolean(),
});
const Told = z.object({
  standing: Side,
  sent: Side,
  decision: z.enum(['taken', 'kept', 'combined']),
  result: Value,
});

const Row = z.object({
  number: z.int(),
  collection: z.string(),
  recordId: z.string(),
  field: z.string(),
  notedAt: z.string(),
  kind: z.string(),
  seenAt: z.string().nullable(),
  told: z.string().transform((text) => Told.parse(JSON.parse(text))),
});

export type ConflictSide = Omit<z.infer<typeof Side>, 'hlc'>;
/** A field that two consoles set without knowing of each other. */
export type ConflictItem = {
  readonly number: number;
  readonly kind: string;
  readonly field: string;
  readonly isSensitive: boolean;
  /** What stood at the server, and what came then. */
  readonly standing: ConflictSide;
  readonly sent: ConflictSide;
  readonly decision: 'taken' | 'kept' | 'combined';
  readonly result: Json;
  readonly policy: MergePolicy;
  readonly notedAt: string;
  readonly isSeen: boolean;
  /** Null when the record is not here any more. `page`: the record that has a page of its own. */
  readonly record: {
    readonly title: string;
    readonly page: { readonly kind: string; readonly id: string };
  } | null;
};
export type ConflictPage = {
  readonly conflicts: readonly ConflictItem[];
  readonly more: boolean;
  readonly unseen: number;
  /** When the server was last asked; null: never. */
  readonly askedAt: string | null;
};

const Progress = z.object({ epoch: z.string(), view: z.string(), upTo: z.int(), askedAt: z.string() });
type Progress = z.infer<typeof Progress>;

/** Conflicts as the server told them, kept so that they can be looked at without a link. */
export class Conflicts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  isFresh(nowMs: number): boolean {
    const progress = this.#progress();
    return progress !== undefined && Math.abs(nowMs - msOf(progress.askedAt)) < FRESH_MS;
  }

  /** Asks for what is new, one page after the other. */
  async fetch(link: ServerLink, clock: Clock, signal: AbortSignal): Promise<number> {
    let fetched = 0;
    for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
      const { state } = this.#store;
      const { view } = state.progress;
      const known = this.#progress();
      // Another view is another site, or another part of it: what it may not see any more is not kept.
      const from = known?.view === view ? known : { epoch: '', upTo: 0 };
      const message = {
        protocol: PROTOCOL_VERSION,
        deviceId: must(state.deviceId, 'a store has a device id'),
        epoch: from.epoch,
        afterVersion: from.upTo,
      };
      const answer = await post(link, { path: CONFLICTS_PATH, message, schema: ConflictsResponse }, signal);
      signal.throwIfAborted();
      const isElsewhere = known !== undefined && known.view !== view;
      this.#store.bookkeeping(() => {
        if (isElsewhere) connectionOf(this.#store.db).statement('DELETE FROM conflict').run();
        this.#take(answer);
        this.#setProgress({ epoch: answer.epoch, view, upTo: answer.upTo, askedAt: isoOf(clock.now()) });
      });
      fetched += answer.conflicts.length;
      if (!answer.more) break;
    }
    return fetched;
  }

  /** What the person may see, newest first; `before` is the number of the last one that is known already. */
  page(actor: Actor, { before, limit }: { before: number | undefined; limit: number }): ConflictPage {
    const scope = scopeOf(actor);
    const rows = this.#store.all(
      Row,
      `SELECT * FROM conflict WHERE number < :before AND ${IN_SCOPE} ORDER BY number DESC LIMIT :limit`,
      { ...scope, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 },
    );
    const counted = this.#store.get(
      z.object({ unseen: z.int() }),
      `SELECT count(*) AS unseen FROM conflict WHERE seenAt IS NULL AND ${IN_SCOPE}`,
      scope,
    );
    return {
      conflicts: rows.slice(0, limit).map((row) => this.#item(row)),
      more: rows.length > limit,
      unseen: counted?.unseen ?? 0,
      askedAt: this.#progress()?.askedAt ?? null,
    };
  }

  /** Somebody has seen those up to a number, as far as they may see them. */
  noteSeen(actor: Actor, upTo: number, nowMs: number): void {
    this.#store.bookkeeping(() => {
      connectionOf(this.#store.db)
        .statement(
          `UPDATE conflict SET seenAt = :seenAt WHERE seenAt IS NULL AND number <= :upTo AND ${IN_SCOPE}`,
        )
        .run({ ...scopeOf(actor), seenAt: isoOf(nowMs), upTo });
    });
  }

  #progress(): Progress | undefined {
    return this.#store.get(Progress, 'SELECT epoch, view, upTo, askedAt FROM conflict_progress WHERE id = 1');
  }

  #setProgress({ epoch, view, upTo, askedAt }: Progress): void {
    connectionOf(this.#store.db)
      .statement(
        'INSERT OR REPLACE INTO conflict_progress (id, epoch, view, upTo, askedAt) VALUES (1, ?, ?, ?, ?)',
      )
      .run(epoch, view, upTo, askedAt);
  }

  #take({ conflicts, devices }: ConflictsResponse): void {
    const named = new Map(devices.map((device) => [device.id, device]));
    const connection = connectionOf(this.#store.db);
    for (const conflict of conflicts.filter((one) => !isShadow(one, conflicts))) {
      const { version, collection, recordId, field, notedAtMs, kind, siteId } = conflict;
      const { changes } = connection
        .statement(
          `INSERT INTO conflict (version, collection, recordId, field, notedAt, kind, siteId, told)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        )
        .run(
          version,
          collection,
          recordId,
          field,
          isoOf(notedAtMs),
          kind,
          siteId,
          JSON.stringify(this.#told(conflict, named)),
        );
      if (changes > 0 && this.#prevailedHere(conflict))
        noteConflict(this.#store, { fields: [field], recordId, stands: 'ours' });
    }
    connection
      .statement('DELETE FROM conflict WHERE number <= (SELECT max(number) FROM conflict) - ?')
      .run(ROWS_MAX);
  }

  /** Of what gave way here the verdict has told already. */
  #prevailedHere({ sent, decision }: ToldConflict): boolean {
    return sent.deviceId === this.#store.state.deviceId && decision === 'taken';
  }

  #told(
    { standing, sent, decision, result }: ToldConflict,
    devices: ReadonlyMap<string, { readonly name: string; readonly siteName: string }>,
  ): z.infer<typeof Told> {
    const side = ({ deviceId, hlc, value }: ToldConflict['standing'], by: string) => ({
      value,
      at: isHlc(hlc) ? isoOf(wallMsOf(hlc)) : '',
      hlc,
      siteName: devices.get(deviceId)?.siteName ?? '',
      deviceName: devices.get(deviceId)?.name ?? '',
      by,
      isHere: deviceId === this.#store.state.deviceId,
    });
    return { standing: side(standing, ''), sent: side(sent, sent.by), decision, result };
  }

  #item({ told, ...row }: z.infer<typeof Row>): ConflictItem {
    const { number, kind, field, notedAt, seenAt, recordId } = row;
    const entity = entityOf(kind);
    const side = ({ hlc, ...shown }: z.infer<typeof Side>) =>
      shown.by === '' && shown.isHere ? { ...shown, by: this.#whoDidHere(row, hlc) } : shown;
    return {
      number,
      kind,
      field,
      isSensitive: entity?.sensitive.includes(field) ?? true,
      standing: side(told.standing),
      sent: side(told.sent),
      decision: told.decision,
      result: told.result,
      policy: entity === undefined ? 'lww' : policyOf(entity, field),
      notedAt,
      isSeen: seenAt !== null,
      record: entity === undefined ? null : this.#recordOf(entity, recordId),
    };
  }

  /** The server keeps with a value which console set it; who sat there, that console's own journal knows. */
  #whoDidHere({ collection, recordId }: { collection: string; recordId: string }, hlc: string): string {
    const found = this.#store.get(
      z.object({ by: z.string().nullable() }),
      `SELECT entry ->> '$.actor.name' AS by FROM journal_change JOIN journal ON journal.seq = journal_change.seq
       WHERE collection = :collection AND id = :recordId AND entry ->> '$.hlc' = :hlc`,
      { collection, recordId, hlc },
    );
    return found?.by ?? '';
  }

  #recordOf(entity: Entity, id: string): ConflictItem['record'] {
    const record: { readonly [field: string]: unknown } | undefined = this.#store.record(entity, id);
    if (record === undefined) return null;
    const wholeId = entity.partOf === undefined ? undefined : record[entity.partOf];
    const page = { title: titleOf(record), page: { kind: entity.kind, id } };
    if (typeof wholeId !== 'string') return page;
    return WHOLES.map((whole) => this.#recordOf(whole, wholeId)).find((found) => found !== null) ?? page;
  }
}

const SHADOW = /(?:Id|Rank)$/;

/** `assigneeId` is set with `assigneeName`, and says nothing more to a person. */
function isShadow({ field, version, recordId }: ToldConflict, all: readonly ToldConflict[]): boolean {
  if (!SHADOW.test(field) || field === 'siteId') return false;
  return all.some(
    (other) => other.version === version && other.recordId === recordId && !SHADOW.test(other.field),
  );
}

/** Kinds that others are a part of. */
const WHOLES = domains.flatMap(({ entities }) => entities).filter(({ partOf }) => partOf === undefined);

const TITLE_FIELDS = ['number', 'title', 'name', 'fileName'];

function titleOf(record: { readonly [field: string]: unknown }): string {
  return TITLE_FIELDS.flatMap((field) => {
    const value = record[field];
    return typeof value === 'string' && value !== '' ? [value] : [];
  }).join(' · ');
}

/** Kinds by the right that opens them; the rest concerns who may read everything that was done. */
const READING: { readonly [kind: string]: Feature } = {
  incident: 'incidents.read',
  'incident-event': 'incidents.read',
  attachment: 'incidents.read',
  person: 'people.read',
  credential: 'people.manage',
  site: 'incidents.read',
};
const ELSE: Feature = 'audit.read';

const IN_SCOPE = `kind IN (SELECT value FROM json_each(:kinds))
  AND (:sites IS NULL OR siteId IN (SELECT value FROM json_each(:sites)))`;

function scopeOf(actor: Actor): { kinds: string; sites: string | null } {
  const sites = visibleSites(actor);
  const kinds = domains
    .flatMap(({ entities }) => entities.map(({ kind }) => kind))
    .filter((kind) => mayEver(actor, READING[kind] ?? ELSE));
  return { kinds: JSON.stringify(kinds), sites: sites === 'all' ? null : JSON.stringify(sites) };
}

/** Whether somebody has the right where they see anything at all. */
function mayEver(actor: Actor, feature: Feature): boolean {
  return actor.type === 'person' && may(actor, feature).allowed;
}
