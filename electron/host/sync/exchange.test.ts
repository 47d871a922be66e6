import { beforeEach, expect, it } from 'vitest';
import { attachment } from '#shared/domains/files/schema.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { Tx } from '#shared/kernel/transaction.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import { decodeValue, encodeFrame, parseWire } from '#shared/sync/codec.ts';
import { referencesIn } from '#shared/sync/compact/references.ts';
import { ExchangeRequest } from '#shared/sync/wire.ts';
import { attachmentRecord } from '#tests/support/attachment-record.ts';
import { VirtualTime } from '#tests/simulation/virtual-time.ts';
import { openStore, type Store } from '../store/store.ts';
import { compression } from './compression.ts';
import { exchange } from './exchange.ts';
import type { ServerLink } from './server-link.ts';
import { ReferenceServer } from './testing/reference-server.ts';

const ID = RecordId.parse('0192f0c1-7e2a-7c3d-9a4b-000000000001');

let time: VirtualTime;
let store: Store;
let server: ReferenceServer;
/** The references in each request, in order. */
let asked: number[][];
let turns: unknown[];
let knowsReferences: boolean;

beforeEach(() => {
  time = new VirtualTime();
  store = openStore({ file: ':memory:' }, time);
  server = new ReferenceServer();
  asked = [];
  turns = [];
  knowsReferences = true;
});

/** Knows no references itself: what holds some is noted, and answered as if nothing had been asked. */
const link: ServerLink = {
  async send({ body }) {
    const value = decodeValue(body ?? new Uint8Array(), compression);
    const references = referencesIn(value);
    asked.push(references);
    turns.push(Object(value).turn);
    if (references.length > 0 && !knowsReferences) return refusal();
    return {
      status: 200,
      headers: { 'content-type': 'application/cbor' },
      body: answerTo(value, references),
    };
  },
};

function answerTo(value: Json, references: readonly number[]): Uint8Array {
  // The reference server has no use for entries that name records by numbers; what it says of others is enough.
  const plain = references.length === 0 ? value : { ...(value as object), entries: [] };
  const answer = server.exchange(parseWire(ExchangeRequest, plain));
  const verdicts = references.map(() => {
    const { version } = answer;
    return { seq: 2, status: 'applied' as const, version: version + 1, overridden: [], refs: [] };
  });
  return encodeFrame({ ...answer, verdicts: [...answer.verdicts, ...verdicts] }, compression);
}

function refusal() {
  const error = { code: 'refs-unknown', message: 'No such number.' };
  return {
    status: 409,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ error })),
  };
}

function commit(work: (tx: Tx) => unknown): void {
  const actor = { type: 'system', id: 'test', name: '' } as const;
  store.transact({ actor, command: 'test', label: { key: 'test' }, lane: () => 1, input: null }, work);
}

function insert(): void {
  commit((tx) => tx.insert(attachment, attachmentRecord({ id: ID, fileName: 'deck.png' })));
}

function talk() {
  return exchange({ store, link, clock: time, budgetBytes: 100_000 }, new AbortController().signal);
}

it('names a record by the number that the server gave it, once it has one', async () => {
  insert();
  await talk();
  commit((tx) => tx.patch(attachment, ID, { fileName: 'deck-2.png' }));
  const outcome = await talk();

  expect(asked).toEqual([[], [1]]);
  expect(outcome).toMatchObject({ sent: 1, applied: 1 });
});

it('asks in other words once it has had an answer, so that no old answer is taken for the new one', async () => {
  await talk();
  await talk();

  expect(turns).toEqual([0, 1]);
});

it('sends ids again when the server does not know its numbers any more', async () => {
  insert();
  await talk();
  commit((tx) => tx.patch(attachment, ID, { fileName: 'deck-2.png' }));
  knowsReferences = false;
  const outcome = await talk();

  expect(asked).toEqual([[], [1], []]);
  expect(outcome).toMatchObject({ sent: 1, applied: 1 });
  expect(server.recordsFor('somebody else')).toMatchObject([{ id: ID, fileName: 'deck-2.png' }]);
});
