import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, OFFICE, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { NO_FACTS } from '../schema/facts.ts';

const { report, assessReportability, recordReport } = incidentCommands;
const { compliance, complianceLog } = incidentQueries;

let board: TestConsole;
let id: RecordId;
beforeEach(() => {
  board = testConsole({ runTimers: false });
  id = board.run<{ id: RecordId }>(report, { title: 'Steering lost', severity: 'high' }).id;
  board.run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true });
});
afterEach(() => board.close());

function log(input: object = {}, actor: Actor = MASTER) {
  return board.queries.run<ReturnType<typeof complianceLog.run>>(complianceLog, input, actor);
}

function clauses(input: object = {}, actor: Actor = MASTER): string[] {
  return log(input, actor).rows.map(({ requirement }) => requirement);
}

it('lists what is owed, soonest first, and tells what is overdue from what is not', () => {
  expect(clauses()).toEqual([
    'ISM Code 9.1',
    'SOLAS I/21, XI-1/6',
    'SOLAS I/11(c)',
    'MARPOL Art. 8, Protocol I',
    '46 CFR 4.05-1',
    '46 CFR 4.05-10',
    'ISM Code 9.2',
    'MSC-MEPC.3/Circ.4/Rev.1',
  ]);
  board.clock.advanceMinutes(6 * 24 * 60);
  expect(log({ state: 'overdue' })).toMatchObject({ total: 6, overdue: 6 });
  expect(clauses({ framework: 'US', status: 'pending_review' })).toEqual(['46 CFR 4.05-1', '46 CFR 4.05-10']);
  expect(clauses({ siteId: OFFICE.id })).toEqual([]);
});

it('walks page by page, and back', () => {
  const first = log({ limit: 3 });
  const second = log({ limit: 3, cursor: first.next });
  expect([...first.rows, ...second.rows].map(({ requirement }) => requirement)).toEqual(
    clauses().slice(0, 6),
  );
  const [row] = second.rows;
  const back = {
    limit: 3,
    direction: 'descending',
    cursor: { value: row?.sortValue ?? '', id: row?.id ?? '' },
  };
  expect(clauses(back).toReversed()).toEqual(first.rows.map(({ requirement }) => requirement));
});

it('what was reported is done', () => {
  const [entry] = board.store.find(complianceEntry, { ruleId: 'us-46-4.05-1' });
  const told = { authority: 'USCG', reportedAt: '2026-03-01T03:10:00.000Z', reference: '', documents: [] };
  board.run(recordReport, { id, entryId: entry?.id, ...told });
  expect(clauses({ state: 'done' })).toEqual(['46 CFR 4.05-1']);
  expect(clauses()).not.toContain('46 CFR 4.05-1');
});

it('shows nobody the duties of incidents that they do not see', () => {
  const elsewhere = personActor('IP', 'master', OFFICE.id);
  expect(clauses({ state: 'all' }, elsewhere)).toEqual([]);
  expect(() => board.queries.run(compliance, { id }, elsewhere)).toThrow('no such incident');
  expect(board.queries.run<ReturnType<typeof compliance.run>>(compliance, { id }, MASTER)).toMatchObject({
    casualtyClass: 'serious',
    facts: { lostControl: true },
    entries: { length: 8 },
  });
});
