import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attachment } from '#shared/domains/files/schema.ts';
import type { Lane } from '#shared/kernel/define-command.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { LANES } from '#shared/sync/entry.ts';
import { attachmentRecord } from '#tests/support/attachment-record.ts';
import { openStore, type Store } from '../store/store.ts';
import { chooseEntries, type Limits } from './choose-entries.ts';

const NOW = '2026-03-01T08:00:00.000Z';
const ALL: Limits = { lanes: LANES, entriesMax: 100, bytesMax: 1_000_000, now: NOW };

function newStore(): Store {
  return openStore({ file: ':memory:' }, { now: () => Date.parse(NOW), monotonicMs: () => 0 });
}

function recordId(number: number): RecordId {
  return RecordId.parse(`0192f0c1-7e2a-7c3d-9a4b-${number.toString(16).padStart(12, '0')}`);
}

/** One entry that inserts or changes a record, and may name another one. */
function commit(store: Store, work: { lane: Lane; record: number; names?: number }): void {
  const { lane, record, names = 99 } = work;
  const options = {
    actor: { type: 'system' as const, id: 'test', name: '' },
    command: 'test',
    label: { key: 'test' },
    lane: () => lane,
    input: null,
  };
  store.transact(options, (tx) => {
    const id = recordId(record);
    const ownerId = recordId(names);
    if (tx.get(attachment, id) !== undefined) {
      return tx.patch(attachment, id, { ownerId, fileName: `${store.journal.head().seq}` });
    }
    return tx.insert(attachment, attachmentRecord({ id, ownerId }));
  });
}

function seqs(store: Store, limits: Partial<Limits> = {}): { seqs: number[]; head: number } {
  const { entries, head } = chooseEntries(store, { ...ALL, ...limits });
  return { seqs: entries.map(({ seq }) => seq), head: head.seq };
}

it('sends an urgent entry with what it builds on, and leaves the rest for later', () => {
  const store = newStore();
  commit(store, { lane: 2, record: 1 });
  commit(store, { lane: 3, record: 2 });
  commit(store, { lane: 2, record: 3, names: 1 });
  commit(store, { lane: 0, record: 3 });

  expect(seqs(store, { lanes: [0] })).toEqual({ seqs: [1, 3, 4], head: 1 });
  expect(seqs(store)).toEqual({ seqs: [1, 3, 4], head: 1 });
  store.close();
});

it('lets nothing slow fill the room of what is urgent, and sends one entry at least', () => {
  const store = newStore();
  for (let record = 1; record <= 5; record += 1) commit(store, { lane: 3, record });
  commit(store, { lane: 0, record: 6 });

  expect(seqs(store, { bytesMax: 1 })).toEqual({ seqs: [6], head: 0 });
  expect(seqs(store)).toEqual({ seqs: [6], head: 0 });
  expect(seqs(store, { lanes: [1, 2, 3], entriesMax: 3 })).toEqual({ seqs: [1, 2, 3], head: 3 });
  store.close();
});

it('leaves alone what the server could not read, until it is asked again', () => {
  const store = newStore();
  for (let record = 1; record <= 3; record += 1) commit(store, { lane: 1, record });
  store.state.held = { fromSeq: 2, until: '2026-03-01T08:30:00.000Z', message: 'Update the server.' };

  expect(seqs(store)).toEqual({ seqs: [1], head: 1 });
  expect(seqs(store, { now: '2026-03-01T08:30:00.000Z' })).toEqual({ seqs: [1, 2, 3], head: 3 });
  store.close();
});

it('always sends what a chosen entry builds on, and names a head without gaps', () => {
  const work = fc.record({
    lane: fc.constantFrom(...LANES),
    record: fc.integer({ min: 1, max: 6 }),
    names: fc.integer({ min: 1, max: 6 }),
  });
  const limits = fc.record({
    lanes: fc.constantFrom<readonly Lane[]>([0], [0, 1], [0, 1, 2], LANES),
    bytesMax: fc.integer({ min: 1, max: 6_000 }),
  });
  fc.assert(
    fc.property(fc.array(work, { maxLength: 20 }), limits, (works, limit) => {
      const store = newStore();
      for (const one of works) commit(store, one);
      const { entries, head } = chooseEntries(store, { ...ALL, ...limit });
      const chosen = new Set(entries.map(({ seq }) => seq));
      for (const { seq, changes } of entries) {
        const ids = new Set<unknown>(changes.flatMap(({ id, fields }) => [id, fields['ownerId']]));
        const bases = works.flatMap(({ record }, index) =>
          index + 1 < seq && ids.has(recordId(record)) ? [index + 1] : [],
        );
        expect(bases.filter((base) => !chosen.has(base))).toEqual([]);
      }
      const gap = [...Array(works.length).keys()].findIndex((index) => !chosen.has(index + 1));
      expect(head).toEqual({
        seq: gap === -1 ? works.length : gap,
        hash: store.journal.hashAt(gap === -1 ? works.length : gap),
      });
      store.close();
    }),
    { seed: 20260301, numRuns: 80 },
  );
});
