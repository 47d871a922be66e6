import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';

const { report, resolve } = incidentCommands;
let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

function reported(severity: string): RecordId {
  return board.run<{ id: RecordId }>(report, { title: 'Smoke in the pump room', severity }).id;
}

function stand(id: RecordId) {
  const found = board.store.record(incident, id);
  if (found === undefined) throw new Error('the incident is gone');
  return found;
}

function jumpsOf(id: RecordId): (string | number | undefined)[] {
  const { timeline } = board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
    incidentQueries.detail,
    { id },
    MASTER,
  );
  return timeline
    .filter(({ type }) => type === 'clock_jumped')
    .map(({ labelKey, labelParams }) => `${labelKey.split('.').at(-1)} ${labelParams['minutes']}`)
    .toSorted();
}

describe('a console whose clock is set', () => {
  it('INC-22: wakes the next level after as much time as was left, though its clock was set back an hour', () => {
    const id = reported('critical');
    board.pass(10);
    board.clock.setByMinutes(-60);
    board.pass(4);
    expect(stand(id).escalationLevel).toBe(1);
    board.pass(1);
    expect([stand(id).escalationLevel, jumpsOf(id)]).toEqual([2, ['clockJumpedBack 60']]);
  });

  it('INC-22: wakes nobody early when it is set ahead by a day, and keeps the deadline', () => {
    const id = reported('critical');
    board.pass(10);
    board.clock.setByMinutes(24 * 60);
    board.pass(4);
    expect([stand(id).escalationLevel, stand(id).overdueAt, jumpsOf(id)]).toEqual([
      1,
      null,
      ['clockJumpedAhead 1440'],
    ]);
    board.pass(4 * 60 - 14 - 1);
    expect(stand(id).overdueAt).toBeNull();
    board.pass(1);
    expect(stand(id).overdueAt).not.toBeNull();
  });

  it('notes each jump once, of open incidents alone, and none of two minutes or less', () => {
    const [open, over] = [reported('high'), reported('high')];
    board.run(resolve, { id: over, resolution: 'It was steam.' });
    board.clock.setByMinutes(2);
    board.pass(3);
    board.clock.setByMinutes(3);
    board.pass(3);
    board.clock.setByMinutes(-5);
    board.pass(3);
    expect([jumpsOf(open), jumpsOf(over)]).toEqual([['clockJumpedAhead 3', 'clockJumpedBack 5'], []]);
  });

  it('does not count by the former clock what is reported right after it was set', () => {
    reported('low');
    board.clock.setByMinutes(-60);
    const id = reported('high');
    board.pass(1);
    expect([stand(id).dueAt, jumpsOf(id)]).toEqual(['2026-03-01T14:10:00.000Z', []]);
  });

  it('INC-22: leaves deadlines in working hours where the calendar has them', () => {
    const id = reported('medium');
    const { dueAt } = stand(id);
    board.clock.setByMinutes(-60);
    board.pass(1);
    expect([stand(id).dueAt, jumpsOf(id)]).toEqual([dueAt, ['clockJumpedBack 60']]);
  });
});

it('INC-22: a clock that was set back while the console was off delays no deadline by as much', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'clock-jump-'));
  try {
    const file = path.join(folder, 'console.sqlite');
    board.close();
    board = testConsole({ file });
    const id = reported('critical');
    board.pass(10);
    board.close();
    board = testConsole({ file, clock: new VirtualClock('2026-03-01T02:20:00.000Z') });
    expect(jumpsOf(id)).toEqual(['clockJumpedBack 60']);
    board.pass(4);
    expect(stand(id).escalationLevel).toBe(1);
    board.pass(1);
    expect(stand(id).escalationLevel).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
