import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { incident } from '../schema.ts';

const { report, pauseClock, resumeClock, resolve, reopen, setSeverity } = incidentCommands;
let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

function reported(severity: string): RecordId {
  return board.run<{ id: RecordId }>(report, { title: 'Crane stands still', severity }).id;
}

function stand(id: RecordId) {
  const found = board.store.record(incident, id);
  if (found === undefined) throw new Error('the incident is gone');
  return found;
}

function clockOf(id: RecordId) {
  const { atRiskAt, dueAt, clockPausedAt, clockPauseReason, pausedMs } = stand(id);
  return { atRiskAt, dueAt, clockPausedAt, clockPauseReason, pausedMs };
}

function told(id: RecordId): string[] {
  const { timeline } = board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
    incidentQueries.detail,
    { id },
    MASTER,
  );
  return timeline
    .filter(({ type }) => ['paused', 'resumed', 'at_risk', 'overdue'].includes(type))
    .map(({ at, type, text }) => `${at.slice(11, 16)} ${type}${text === null ? '' : `: ${text}`}`);
}

function refusal(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.details.message;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('the clock of an incident', () => {
  it('INC-4, INC-20: stands still while it is paused, and is at risk and overdue as much later', () => {
    const id = reported('high');
    board.pass(60);
    board.run(pauseClock, { id, reason: 'waiting_for_parts', note: 'Brake lining comes in Piraeus' });
    board.pass(20 * 60);
    board.run(resumeClock, { id });
    expect(clockOf(id)).toEqual({
      atRiskAt: '2026-03-02T08:10:00.000Z',
      dueAt: '2026-03-02T11:10:00.000Z',
      clockPausedAt: null,
      clockPauseReason: null,
      pausedMs: 20 * 3_600_000,
    });
    board.pass(11 * 60);
    expect(told(id)).toEqual([
      '04:10 paused: Brake lining comes in Piraeus',
      '00:10 resumed',
      '08:10 at_risk',
      '11:10 overdue',
    ]);
  });

  it('INC-20: its pause ends when it is resolved, which was in time then, and is forgotten when it is reopened', () => {
    const id = reported('high');
    board.run(pauseClock, { id, reason: 'bad_weather' });
    board.pass(24 * 60);
    board.run(resolve, { id, resolution: 'Mended in calm water.' });
    expect(clockOf(id)).toMatchObject({ dueAt: '2026-03-02T15:10:00.000Z', clockPausedAt: null });
    board.run(reopen, { id, reason: 'It stands still again.' });
    expect(clockOf(id)).toMatchObject({ dueAt: '2026-03-02T15:10:00.000Z', pausedMs: 0 });
  });

  it('INC-21: is not paused twice, after its deadline, or for anything but an authority when critical', () => {
    const [critical, high] = [reported('critical'), reported('high')];
    board.run(pauseClock, { id: critical, reason: 'waiting_for_authority' });
    const pause = (id: RecordId) => refusal(() => board.run(pauseClock, { id, reason: 'other' }));
    const twice = pause(critical);
    board.run(resumeClock, { id: critical });
    const forParts = pause(critical);
    board.pass(12 * 60);
    expect([twice, forParts, pause(high)]).toEqual([
      'The clock of AUR-INC-2026-0001 stands still already.',
      'The clock of a critical incident stands still only while an authority must decide.',
      'The deadline of AUR-INC-2026-0002 has passed.',
    ]);
  });

  it('INC-21: goes on when the incident turns out to be critical, with the pause left out of its time', () => {
    const id = reported('high');
    board.run(pauseClock, { id, reason: 'waiting_for_port' });
    board.pass(60);
    board.run(setSeverity, { id, severity: 'critical' });
    expect(clockOf(id)).toMatchObject({ dueAt: '2026-03-01T08:10:00.000Z', clockPausedAt: null });
  });

  it('lists and counts what is paused by the moment at which it was stopped', () => {
    const id = reported('high');
    board.run(pauseClock, { id, reason: 'bad_weather' });
    board.pass(24 * 60);
    const rows = (sla: string) =>
      board.queries.run<ReturnType<typeof incidentQueries.list.run>>(incidentQueries.list, { sla }, MASTER)
        .rows;
    const { totals } = board.queries.run<ReturnType<typeof incidentQueries.dashboard.run>>(
      incidentQueries.dashboard,
      {},
      MASTER,
    );
    expect([
      rows('overdue').length,
      rows('on_track').map((row) => row.clockPauseReason),
      totals.overdue,
    ]).toEqual([0, ['bad_weather'], 0]);
  });
});
