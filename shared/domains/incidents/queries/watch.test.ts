import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, personActor, recordId, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { complianceEntry } from '../schema/compliance.ts';
import { NO_FACTS } from '../schema/facts.ts';
import { watch } from './watch.ts';

const { acknowledge, addAction, assessReportability, recordReport, report, resolve, setComplianceStatus } =
  incidentCommands;

let board: TestConsole;
afterEach(() => board.close());

const reported = (input: object): RecordId =>
  board.run<{ id: RecordId }>(report, { severity: 'low', ...input }).id;
const seen = (actor: Actor = MASTER) => board.queries.run<ReturnType<typeof watch.run>>(watch, {}, actor);

describe('the watch', () => {
  it('shows the worst first, those nobody has taken before the others, five at most', () => {
    board = testConsole();
    const taken = reported({ title: 'Taken', severity: 'high' });
    reported({ title: 'Open', severity: 'high' });
    reported({ title: 'Fire', severity: 'critical' });
    for (const title of ['A', 'B', 'C', 'D']) reported({ title });
    board.run(resolve, { id: reported({ title: 'Over', severity: 'critical' }), resolution: 'Out' });
    board.run(acknowledge, { id: taken });
    const { burning, total } = seen();
    expect([burning.map(({ incident }) => incident.title), total]).toEqual([
      ['Fire', 'Open', 'Taken', 'A', 'B'],
      7,
    ]);
  });

  it('says whom the ladder has called, and what comes next within a day', () => {
    board = testConsole();
    reported({ title: 'Fire', severity: 'critical', isDrill: true });
    const { burning, next } = seen();
    expect(burning[0]?.called).toMatchObject({ level: 1 });
    expect(next[0]).toMatchObject({
      kind: 'step',
      level: 2,
      at: '2026-03-01T03:25:00.000Z',
      number: 'AUR-INC-2026-0001',
      isDrill: true,
    });
    expect(next.some(({ kind, text }) => kind === 'deadline' && text === 'Fire')).toBe(true);
    expect(next.filter(({ kind }) => kind === 'action')).not.toEqual([]);
    expect(next.map(({ at }) => at)).toEqual(next.map(({ at }) => at).toSorted());
  });

  it('is empty where nothing burns, and for who sees another site', () => {
    board = testConsole();
    expect(seen()).toEqual({ total: 0, burning: [], next: [], lateMore: 0 });
    reported({ title: 'Fire', severity: 'critical' });
    const stranger = personActor('IP', 'master', recordId('01950000-0000-7000-8000-00000000beef'));
    expect(seen(stranger)).toEqual({ total: 0, burning: [], next: [], lateMore: 0 });
  });

  it('says which authority must be told by when, and no more once it was told or need not be', () => {
    board = testConsole({ runTimers: false });
    const id = reported({ title: 'Steering lost', severity: 'high' });
    board.run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true });
    const duties = () => seen().next.filter(({ kind }) => kind === 'duty');
    const atOnce = duties().find(({ clause }) => clause === '46 CFR 4.05-1');
    expect(atOnce).toEqual({
      kind: 'duty',
      id: expect.stringMatching(/^duty /),
      at: '2026-03-01T04:10:00.000Z',
      incidentId: id,
      number: 'AUR-INC-2026-0001',
      text: 'Steering lost',
      who: expect.stringContaining('Coast Guard'),
      clause: '46 CFR 4.05-1',
      level: 0,
      isDrill: false,
    });
    // What the company asks of itself is no authority's, and five days are further than a watch looks.
    expect(duties().map(({ clause }) => clause)).not.toContain('ISM Code 9.1');
    expect(duties().map(({ clause }) => clause)).not.toContain('46 CFR 4.05-10');
    const idOf = (ruleId: string) => board.store.find(complianceEntry, { ruleId })[0]?.id;
    const told = { authority: 'USCG', reportedAt: '2026-03-01T03:10:00.000Z', reference: '', documents: [] };
    board.run(recordReport, { id, entryId: idOf('us-46-4.05-1'), ...told });
    const others = duties();
    expect(others.map(({ clause }) => clause)).not.toContain('46 CFR 4.05-1');
    for (const { id: name } of others) {
      const entryId = name.replace('duty ', '');
      board.run(setComplianceStatus, { id, entryId, status: 'not_applicable', note: 'Not here' });
    }
    expect(duties()).toEqual([]);
  });

  it('leaves what is still to come its place when much is late, and says how much more is', () => {
    board = testConsole({ runTimers: false });
    const id = reported({ title: 'Steering lost', severity: 'high' });
    board.run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true });
    for (const hours of ['04', '05', '09']) {
      board.run(addAction, { id, text: `By ${hours}`, dueAt: `2026-03-01T${hours}:30:00.000Z` });
    }
    const lateDuties = seen().next.filter(({ kind }) => kind === 'duty').length;
    board.clock.advanceMinutes(3 * 60);
    const now = board.clock.now();
    const { next, lateMore } = seen();
    const late = next.filter(({ kind, at }) => kind !== 'step' && Date.parse(at) <= now);
    expect(late.map(({ text }) => text)).toContain('By 05');
    expect([late.length, lateMore]).toEqual([4, lateDuties + 2 - 4]);
    expect(next.map(({ text }) => text)).toContain('By 09');
    expect(next.map(({ at }) => at)).toEqual(next.map(({ at }) => at).toSorted());
  });
});
