import { afterEach, beforeEach, expect, it } from 'vitest';
import { VirtualTime } from '#tests/simulation/virtual-time.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import { openStore, type Store } from '../store/store.ts';
import { ExchangeHistory } from './exchange-history.ts';
import type { ExchangeSummary } from './exchange-meter.ts';

const START_MS = Date.UTC(2026, 10, 21, 8);
const EVERYTHING = { before: undefined, limit: 100 };

let store: Store;
let history: ExchangeHistory;

beforeEach(() => {
  store = openStore({ file: ':memory:' }, new VirtualTime());
  history = new ExchangeHistory(store);
});
afterEach(() => store.close());

function summary(part: Partial<ExchangeSummary> = {}): ExchangeSummary {
  return {
    way: 'live',
    startedAtMs: START_MS,
    durationMs: 40,
    sentBytes: 100,
    receivedBytes: 20,
    entries: 0,
    records: 0,
    problem: null,
    ...part,
  };
}

const unreachable = { code: 'server-unreachable', message: 'No link.' } as const;

it('lists what moved something, and only counts the polls between', () => {
  history.note(summary({ entries: 2 }));
  for (let poll = 0; poll < 5; poll += 1) history.note(summary());
  history.note(summary({ way: 'parts', records: 3, startedAtMs: START_MS + 60_000 }));
  const common = { durationMs: 40, sentBytes: 100, receivedBytes: 20, problem: null };
  expect(history.page(EVERYTHING)).toEqual({
    exchanges: [
      { ...common, number: 2, at: '2026-11-21T08:01:00.000Z', way: 'parts', entries: 0, records: 3 },
      { ...common, number: 1, at: '2026-11-21T08:00:00.000Z', way: 'live', entries: 2, records: 0 },
    ],
    more: false,
    days: [{ day: '2026-11-21', exchanges: 2, idle: 5, failed: 0, sentBytes: 700, receivedBytes: 140 }],
  });
});

it('lists the first of failures in a row and each that is another one, and counts all of them', () => {
  const refused = { code: 'device-revoked', message: 'Shut out.' } as const;
  for (const problem of [unreachable, unreachable, refused, refused, unreachable, null, unreachable]) {
    history.note(summary({ problem, sentBytes: 0, receivedBytes: 0 }));
  }
  const { exchanges, days } = history.page(EVERYTHING);
  expect(exchanges.map(({ problem }) => problem)).toEqual([unreachable, unreachable, refused, unreachable]);
  expect(days).toMatchObject([{ exchanges: 0, idle: 1, failed: 6 }]);
});

it('counts the bytes of an exchange that somebody here ended, and lists it not', () => {
  history.note(summary({ entries: 4, problem: { code: 'cancelled', message: '' } }));
  expect(history.page(EVERYTHING)).toEqual({
    exchanges: [],
    more: false,
    days: [{ day: '2026-11-21', exchanges: 0, idle: 0, failed: 0, sentBytes: 100, receivedBytes: 20 }],
  });
});

it('keeps the newest thousand and gives them page by page', () => {
  for (let index = 0; index < 1_005; index += 1) history.note(summary({ entries: index + 1 }));
  const first = history.page({ before: undefined, limit: 600 });
  const second = history.page({ before: first.exchanges.at(-1)?.number, limit: 600 });
  const entries = [...first.exchanges, ...second.exchanges].map((exchange) => exchange.entries);
  expect([first.more, second.more]).toEqual([true, false]);
  expect(entries).toEqual(Array.from({ length: 1_000 }, (_, index) => 1_005 - index));
});

it('writes nothing for a poll, until ten minutes have passed', () => {
  const days = () => connectionOf(store.db).statement('SELECT idle FROM exchange_day').pluck().all();
  history.note(summary());
  const kept = days();
  history.note(summary({ startedAtMs: START_MS + 3_000 }));
  const soon = days();
  history.note(summary({ startedAtMs: START_MS + 600_000 }));
  expect([kept, soon, days()]).toEqual([[1], [1], [3]]);
});

it('counts a day as the site has it', () => {
  store.state.site = { id: 's', code: 'OFF', name: 'Office', kind: 'office', timeZone: 'Pacific/Auckland' };
  history.note(summary({ entries: 1, startedAtMs: Date.UTC(2026, 10, 21, 12) }));
  expect(history.page(EVERYTHING).days.map(({ day }) => day)).toEqual(['2026-11-22']);
});
