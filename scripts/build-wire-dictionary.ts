// Builds the dictionary that both ends of the exchange hold (shared/sync/compact), from the demonstration: the real
// commands run on an invented company, so it names every field, command and kind, and holds no customer's data.
// Usage: node scripts/build-wire-dictionary.ts <number>. A number that a release has carried is never built again.
import { writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { Encoder } from 'cbor-x';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { withReferences } from '#shared/sync/compact/references.ts';
import { writeColumn } from '#shared/sync/compact/write-columns.ts';
import type { Entry } from '#shared/sync/entry.ts';
import type { ExchangeRequest } from '#shared/sync/wire.ts';
import { livedUpTo } from './lib/lived-entries.ts';

const BYTES_MAX = 20 * 1024;
const NOW = '2026-03-01T12:00:00.000Z';
const REFERENCE = 812;
/** What must be said of a sample beyond what the dictionary holds, for the sample to be worth its place. */
const WORTH_BYTES = 70;

const encoder = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false });

function requestOf(entries: readonly Entry[]): Json {
  const request: ExchangeRequest = {
    protocol: 2,
    deviceId: entries[0]?.actor.id ?? '',
    incarnation: '',
    turn: 40,
    epoch: 'e1a2b3c4',
    view: 'v1a2b3c4d5e',
    schemas: 's1a2b3c4d5e',
    lanes: [0, 1],
    cursors: [120, 110, 100, 0],
    since: [120, 110, 100, 0],
    began: 0,
    echo: false,
    entries: [...entries],
    withdrawn: [],
    head: { seq: 40, hash: '0'.repeat(64) },
    lastSeq: 41,
    budgetBytes: 32_768,
  };
  return withReferences(request, () => REFERENCE);
}

function responseOf({ seq, changes }: Entry): Json {
  return {
    protocol: 2,
    serverTimeMs: msOf(NOW),
    epoch: 'e1a2b3c4',
    view: 'v1a2b3c4d5e',
    version: 120,
    verdicts: [{ seq, status: 'applied', version: 120, overridden: [], refs: changes.map(() => REFERENCE) }],
    records: changes.map(({ collection, kind, id, siteId, fields }) => ({
      collection,
      kind,
      id,
      siteId,
      op: 'upsert',
      version: 119,
      ref: REFERENCE,
      fields,
      arrivedAtMs: msOf(NOW),
    })),
    cursors: [120, 110, 100, 0],
    more: [],
    startOver: false,
    askSchemas: false,
  };
}

/**
 * The samples that say something new, the most usual last: DEFLATE finds near things with shorter codes. Nearest of
 * all lies the report that must not cost much; then one sample of each command, so that none is crowded out by
 * incidents' texts.
 */
function buildDictionary(): Uint8Array {
  const { quickReport, entries } = livedUpTo(NOW);
  const byCommand = Map.groupBy(entries, ({ command }) => command);
  const usualFirst = [...byCommand.values()].sort((a, b) => b.length - a.length);
  let dictionary = Buffer.alloc(0);
  const add = (message: Json, worthBytes: number): void => {
    const sample = Buffer.from(encoder.encode(writeColumn([message])));
    const said = deflateRawSync(sample, { level: 9, dictionary }).length;
    if (said < worthBytes || dictionary.length + sample.length > BYTES_MAX) return;
    dictionary = Buffer.concat([sample, dictionary]);
  };
  add(requestOf(quickReport), WORTH_BYTES);
  for (const entry of [...quickReport, ...usualFirst.flatMap((same) => same.slice(0, 1))]) {
    add(requestOf([entry]), WORTH_BYTES);
    add(responseOf(entry), WORTH_BYTES);
  }
  for (const entry of entries.filter((_, index) => index % 7 === 0)) add(requestOf([entry]), 2 * WORTH_BYTES);
  return dictionary;
}

const number = Number(process.argv[2]);
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
