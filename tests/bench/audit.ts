import { journalBoard } from '#tests/support/journal-board.ts';
import { JournalFilter } from '#shared/audit/journal-view.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { personActor } from '#tests/support/test-console.ts';

/** How long the pages of a journal of 100,000 entries take: `node tests/bench/audit.ts`. */
const ENTRIES = 100_000;
const A_TRANSACTION = 5_000;
const RUNS = 20;
const AUDITOR = personActor('IN', 'auditor');
const START_MS = Date.parse('2026-03-01T03:10:00.000Z');

const at = journalBoard();
const { store, clock } = at.board;
const incidents = Array.from({ length: 50 }, (_, index) => at.report(`Pump ${index}`));

function appendMany(): void {
  for (let made = store.journal.head().seq; made < ENTRIES; ) {
    store.bookkeeping(() => {
      for (let count = 0; count < A_TRANSACTION && made < ENTRIES; count += 1, made += 1) append(made);
    });
  }
}

function append(index: number): void {
  clock.advanceMs(60_000);
  const { id } = incidents[index % incidents.length] ?? { id: '' };
  const person = `01950000-0000-7000-8000-${String(index % 40).padStart(12, '0')}`;
  store.journal.append(
    {
      actor: { type: 'person', id: person, name: `Person ${index % 40}` },
      command: ['incidents.amend', 'incidents.comment', 'incidents.assign'][index % 3] ?? '',
      label: { key: 'incidents.amend.label' },
      lane: 1,
      changes: [
        {
          collection: 'incidents',
          kind: 'incident',
          id,
          siteId: store.state.site?.id ?? '',
          op: 'patch',
          base: 0,
          schemaVersion: 1,
          fields: { place: `Deck ${index}`, description: 'x'.repeat(300) },
        },
      ],
    },
    [{ collection: 'incidents', id, fields: { place: `Deck ${index - 1}`, description: 'y'.repeat(300) } }],
    { id, place: `Deck ${index}` },
  );
}

function timed(what: string, work: () => unknown, runs = RUNS): void {
  const times = Array.from({ length: runs }, () => {
    const startMs = performance.now();
    work();
    return performance.now() - startMs;
  }).toSorted((a, b) => a - b);
  const median = times[Math.floor(runs / 2)] ?? 0;
  console.log(`${what.padEnd(48)} ${median.toFixed(1)} ms, worst ${(times.at(-1) ?? 0).toFixed(1)} ms`);
}

const page = (filter: object, before: number | null = null) =>
  at.journal.page(AUDITOR, { filter: JournalFilter.parse(filter), before, limit: 50 });

appendMany();
const person = '01950000-0000-7000-8000-000000000007';
const late = isoOf(START_MS + ENTRIES * 30_000);
const early = isoOf(START_MS + ENTRIES * 6_000);
timed('the index, from nothing', () => page({}), 1);
timed('newest page', () => page({}));
timed('page in the middle', () => page({}, ENTRIES / 2));
timed('one person', () => page({ personId: person }));
timed('one person and a command they never gave', () => page({ personId: person, event: 'created' }));
timed('one command, oldest page', () => page({ command: 'incidents.assign' }, 100));
timed('a span in the past', () => page({ from: early, to: late }));
timed('one record by its number', () => page({ record: incidents[7]?.number ?? '' }));
timed('everything at once', () =>
  page({ personId: person, command: 'incidents.assign', event: 'changed', from: early, to: late }),
);
timed('another site’s reader, who sees nothing', () =>
  at.journal.page(personActor('AP', 'administrator', 'x'), {
    filter: JournalFilter.parse({}),
    before: null,
    limit: 50,
  }),
);
timed('choices', () => at.journal.choices(AUDITOR));
timed('history of a record', () =>
  at.journal.historyOf(AUDITOR, {
    key: { collection: 'incidents', id: incidents[7]?.id ?? '' },
    before: null,
    limit: 20,
  }),
);
timed('both chains recomputed', () => store.journal.verify(), 1);
const startMs = performance.now();
const made = await at.journal.export(
  AUDITOR,
  { kind: 'json', filter: JournalFilter.parse({}) },
  { signal: undefined, onProgress: () => undefined },
);
console.log(
  `export of ${made.entries} entries, ${Math.round(made.sizeBytes / 1e6)} MB: ${Math.round(performance.now() - startMs)} ms`,
);
at.close();
