// Builds the dictionary that both ends of the exchange hold (shared/sync/compact), from the demonstration: the real
// commands run on an invented company, so it names every field, command and kind, and holds no customer's data.
// Usage: node scripts/build-wire-dictionary.ts <number>. A number that a release has carried is never built again.
import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { Encoder } from 'cbor-x';
import type { Json, JsonObject } from '#shared/kernel/canonical-json.ts';
import { type CommandRunner, commandRunner } from '#shared/demo/command-runner.ts';
import { foundCompany } from '#shared/demo/company.ts';
import { draftCurrent } from '#shared/demo/incident-current.ts';
import { draftHistory } from '#shared/demo/incident-history.ts';
import { liveThrough } from '#shared/demo/incident-life.ts';
import { type MemoryStore, memoryStore } from '#shared/demo/memory-store.ts';
import { randomFrom } from '#shared/demo/random.ts';
import { recordIds } from '#shared/demo/record-ids.ts';
import { person } from '#shared/domains/people/schema.ts';
import { site } from '#shared/domains/settings/schema.ts';
import { formatHlc, msOf } from '#shared/kernel/clock.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import { writeColumn } from '#shared/sync/compact/write-columns.ts';

const BYTES_MAX = 14 * 1024;
const NOW = '2026-03-01T12:00:00.000Z';
const SEED = 1;
/** What must be said of a sample beyond what the dictionary holds, for the sample to be worth its place. */
const WORTH_BYTES = 70;
const HASH = { hash: '0'.repeat(64), salt: '0'.repeat(32) };

const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false });

/** A store that remembers what was written, as changes of an entry. */
function recordingStore(store: MemoryStore): { store: MemoryStore; take(): Change[] } {
  let changes: Change[] = [];
  const note = (entity: Entity, op: Change['op'], record: object, fields: JsonObject): void => {
    // Every record carries these two as text.
    const { id, siteId } = record as { id: string; siteId: string };
    changes.push({
      collection: entity.collection,
      kind: entity.kind,
      id,
      siteId,
      op,
      base: op === 'insert' ? 0 : 1_000 + changes.length,
      schemaVersion: entity.version,
      fields,
    });
  };
  return {
    store: {
      ...store,
      insert(entity, record) {
        const kept = store.insert(entity, record);
        const { id: _id, kind: _kind, siteId: _siteId, ...fields } = kept as unknown as JsonObject;
        note(entity, 'insert', kept, fields);
        return kept;
      },
      patch(entity, id, fields) {
        const kept = store.patch(entity, id, fields);
        note(entity, 'patch', kept, fields as unknown as JsonObject);
        return kept;
      },
    },
    take() {
      const taken = changes;
      changes = [];
      return taken;
    },
  };
}

/** The entries that the journals of the company's consoles would hold, in the order they happened. */
function entries(): Entry[] {
  const company = foundCompany(SEED, {
    algorithm: 'scrypt',
    cost: 16_384,
    blockSize: 8,
    parallelization: 1,
    saltHex: '0'.repeat(32),
    hashHex: '0'.repeat(64),
  });
  const recording = recordingStore(memoryStore());
  for (const record of company.sites) recording.store.insert(site, record);
  for (const record of company.people) recording.store.insert(person, record);
  const founding = recording
    .take()
    .map((change) => entryOf('people.add', 'people.add', {}, [change], msOf(NOW)));
  const runner = commandRunner(recording.store, recordIds(randomFrom(SEED, 'incidents')));
  const lived: Entry[] = [];
  const recorded: CommandRunner = {
    store: runner.store,
    run(command, input, doer, atSite, atMs) {
      const result = runner.run(command, input, doer, atSite, atMs);
      const { key, params } = labelOf(command, input);
      lived.push(entryOf(command.name, key, params, recording.take(), atMs));
      return result;
    },
  };
  const drafts = [...draftHistory(company, SEED, msOf(NOW)), ...draftCurrent(company, SEED, msOf(NOW))];
  for (const draft of drafts) liveThrough(draft, recorded, msOf(NOW));
  return [...founding, ...lived];
}

function labelOf(command: Command, input: unknown): Entry['label'] {
  return command.label(command.input.parse(input));
}

function entryOf(
  command: string,
  key: string,
  params: Entry['label']['params'],
  changes: Change[],
  atMs: number,
): Entry {
  const siteId = changes[0]?.siteId ?? '';
  return {
    seq: 40,
    hlc: formatHlc(atMs, 0),
    actor: { type: 'person', id: siteId, name: 'Magnus Lindqvist' },
    command,
    label: { key, ...(params === undefined ? {} : { params }) },
    lane: 1,
    changes,
  };
}

function requestOf(sent: readonly Entry[]): Json {
  return {
    protocol: 2,
    deviceId: sent[0]?.actor.id ?? '',
    incarnation: '',
    turn: 40,
    epoch: 'e1a2b3c4',
    view: 'v1a2b3c4',
    schemas: 's1a2b3c4',
    lanes: [0, 1, 2, 3],
    cursors: [120, 110, 100, 0],
    since: [120, 110, 100, 0],
    began: 0,
    echo: false,
    // An Entry is made of JSON values.
    entries: sent as unknown as Json,
    withdrawn: [],
    head: { seq: 40, hash: HASH.hash },
    lastSeq: 41,
    budgetBytes: 524_288,
  };
}

function responseOf(sent: readonly Entry[]): Json {
  return {
    protocol: 2,
    serverTimeMs: msOf(NOW),
    epoch: 'e1a2b3c4',
    view: 'v1a2b3c4',
    version: 120,
    verdicts: sent.map(({ seq }) => ({ seq, status: 'applied', version: 120, overridden: [], refs: [] })),
    records: sent.flatMap(({ changes }) =>
      changes.map(({ collection, kind, id, siteId, fields }) => ({
        collection,
        kind,
        id,
        siteId,
        op: 'upsert',
        version: 119,
        ref: 812,
        fields,
        arrivedAtMs: msOf(NOW),
      })),
    ),
    cursors: [120, 110, 100, 0],
    more: [],
    startOver: false,
    askSchemas: false,
  };
}

/**
 * The samples that say something new, the most usual last: DEFLATE finds near things with shorter codes. One
 * sample of each command first, so that none is crowded out by incidents' texts.
 */
function buildDictionary(): Uint8Array {
  const lived = entries();
  const byCommand = new Map<string, Entry[]>();
  for (const entry of lived) byCommand.set(entry.command, [...(byCommand.get(entry.command) ?? []), entry]);
  const rare = [...byCommand.values()].sort((a, b) => a.length - b.length);
  const firsts = rare.flatMap(([first]) => (first === undefined ? [] : [first]));
  const usual = [...firsts, ...lived.filter((_, index) => index % 7 === 0)];
  let dictionary = Buffer.alloc(0);
  const add = (message: Json, worthBytes: number): void => {
    const sample = Buffer.from(encoder.encode(writeColumn([message])));
    const said = deflateRawSync(sample, { level: 9, dictionary }).length;
    if (said < worthBytes || dictionary.length + sample.length > BYTES_MAX) return;
    dictionary = Buffer.concat([sample, dictionary]);
  };
  for (const entry of usual.slice(0, firsts.length)) {
    add(requestOf([entry]), WORTH_BYTES);
    add(responseOf([entry]), WORTH_BYTES);
  }
  for (const entry of usual.slice(firsts.length)) add(requestOf([entry]), 2 * WORTH_BYTES);
  return dictionary;
}

const number = Number(process.argv[2] ?? '1');
const bytes = buildDictionary();
const file = new URL(`../shared/sync/compact/dictionary-${number}.ts`, import.meta.url);
const text = Buffer.from(bytes)
  .toString('base64')
  .replaceAll(/.{1,100}/g, "  '$&' +\n")
  .replace(/ \+\n$/, '');
writeFileSync(
  file,
  `/** Built by scripts/build-wire-dictionary.ts from the demonstration. Never changed once released. */\nexport const DICTIONARY_${number} =\n${text};\n`,
);
process.stdout.write(`${bytes.length} bytes\n`);
