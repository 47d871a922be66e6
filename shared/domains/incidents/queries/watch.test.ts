import { afterEach, describe, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, personActor, recordId, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { watch } from './watch.ts';

const { acknowledge, report, resolve } = incidentCommands;

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
    expect(seen()).toEqual({ total: 0, burning: [], next: [] });
    reported({ title: 'Fire', severity: 'critical' });
    const stranger = personActor('IP', 'master', recordId('01950000-0000-7000-8000-00000000beef'));
    expect(seen(stranger)).toEqual({ total: 0, burning: [], next: [] });
  });
});
