import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '#shared/kernel/ids.ts';
import { LadderBoard, newId } from '#tests/support/ladder-board.ts';
import { receive } from '#tests/support/receive.ts';
import { siteRecord } from '#tests/support/site-record.ts';
import { AURORA, OFFICE, type TestConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { defaultPolicy } from '../rules/policy.ts';
import { rotaOverride } from '../schema/rota.ts';

const { escalate, setSeverity } = incidentCommands;

let board: LadderBoard;
let ship: TestConsole;
beforeEach(() => {
  board = new LadderBoard();
  ({ ship } = board);
});
afterEach(() => board.close());

function calls(id: RecordId) {
  return board.ladder(id).escalations.map(({ level, trigger, calledBy, calledNames, skippedLevels }) => ({
    level,
    trigger,
    calledBy,
    calledNames,
    skippedLevels,
  }));
}

describe('who is called', () => {
  it('INC-12: those on call, else everybody with the job; at the last level also those at the offices', () => {
    const [ada, ben] = [board.person('Ada', 'officer-in-charge'), board.person('Ben', 'officer-in-charge')];
    board.rota(1, [ben, ada]);
    board.person('Mona', 'master');
    receive(ship, 'settings', { ...siteRecord(OFFICE) });
    board.person('Dora', 'dpa', { siteId: OFFICE.id });
    const id = board.reported();
    ship.pass(30);
    expect(calls(id)).toEqual([
      { level: 1, trigger: 'critical_report', calledBy: 'rota', calledNames: ['Ben'], skippedLevels: [] },
      { level: 2, trigger: 'unacknowledged', calledBy: 'jobs', calledNames: ['Mona'], skippedLevels: [] },
      { level: 3, trigger: 'unacknowledged', calledBy: 'jobs', calledNames: ['Dora'], skippedLevels: [] },
    ]);
    expect(
      board.ladder(id).escalations.map(({ isActive, endedBecause }) => [isActive, endedBecause]),
    ).toEqual([
      [false, 'next_level'],
      [false, 'next_level'],
      [true, null],
    ]);
  });

  it('INC-12: are all with the job where the one on call has left, and whoever took over where somebody did', () => {
    const [ada, ben] = [board.person('Ada', 'officer-in-charge'), board.person('Ben', 'officer-in-charge')];
    const gone = board.person('Gus', 'officer-in-charge', { active: false });
    const rotaId = board.rota(1, [gone]);
    expect(calls(board.reported())[0]?.calledNames).toEqual(['Ada', 'Ben']);
    const override = {
      id: newId(),
      kind: 'incident-rota-override',
      siteId: AURORA.id,
      rotaId,
      personId: ben.id,
      personName: ben.name,
      fromAt: '2026-03-01T00:00:00.000Z',
      toAt: '2026-03-01T04:00:00.000Z',
      reason: '',
      handOverNote: null,
      madeAt: '2026-03-01T00:00:00.000Z',
      madeById: ada.id,
      madeByName: ada.name,
      withdrawnAt: null,
    };
    receive(ship, 'incidents', override);
    expect(calls(board.reported())[0]?.calledNames).toEqual(['Ben']);
    ship.pass(50);
    // Its time is over: those on call are not looked for among years of them.
    expect(ship.store.record(rotaOverride, override.id)?.endedAt).toBe('2026-03-01T04:00:00.000Z');
    expect(calls(board.reported())[0]?.calledNames).toEqual(['Ada', 'Ben']);
  });

  it('INC-13: an empty level is passed over at once and noted, also straight to a level', () => {
    const mona = board.person('Mona', 'master');
    board.rota(3, [mona]);
    const id = board.reported();
    expect(calls(id)).toMatchObject([{ level: 2, calledNames: ['Mona'], skippedLevels: [1] }]);
    expect(board.story(id)).toEqual(['03:10 reported', '03:10 levelSkipped', '03:10 escalatedAtOnce']);
    const other = board.reported('low');
    expect(ship.run(escalate, { id: other, toLevel: 1, reason: 'Spreading' })).toEqual({
      id: other,
      level: 2,
    });
  });

  it('INC-13: where nobody is left above, no level is passed over: stand-ins are told at each', () => {
    const id = board.reported();
    ship.pass(15);
    expect(calls(id)).toMatchObject([
      { level: 1, calledBy: 'nobody', skippedLevels: [] },
      { level: 2, calledBy: 'nobody', skippedLevels: [] },
    ]);
  });

  it('INC-11: follows the most particular policy: its jobs, and its times', () => {
    const { severities, ...policy } = defaultPolicy('vessel', 'fire');
    receive(ship, 'incidents', {
      ...policy,
      id: newId(),
      kind: 'incident-policy',
      siteId: AURORA.id,
      incidentType: 'fire',
      severities: { ...severities, high: { ...severities.high, acknowledgeMinutes: 5 } },
      steps: [{ profiles: ['crew'] }, { profiles: ['master'] }, { profiles: ['dpa'] }],
    });
    board.person('Cleo', 'crew');
    const fire = board.reported('high', { type: 'fire' });
    const other = board.reported('high');
    expect([board.stand(fire).acknowledgeDueAt, board.stand(other).acknowledgeDueAt]).toEqual([
      '2026-03-01T03:15:00.000Z',
      '2026-03-01T03:40:00.000Z',
    ]);
    ship.pass(5);
    expect(calls(fire)).toMatchObject([{ level: 1, calledNames: ['Cleo'] }]);
  });
});

describe('what the ladder asks for (INC-17)', () => {
  it('is asked for once: when it is critical, and when somebody escalates it', () => {
    const id = board.reported();
    ship.run(escalate, { id, reason: 'Spreading' });
    ship.run(escalate, { id, reason: 'Still spreading' });
    expect(asked(id)).toEqual([
      'immediate_review',
      'assign_investigation_team',
      'notify_management',
      'assign_resolution_team',
    ]);
  });

  it('an incident that becomes critical is called at level 1 as if it had been reported so', () => {
    const id = board.reported('low');
    expect(asked(id)).toEqual([]);
    ship.run(setSeverity, { id, severity: 'critical' });
    expect(board.stand(id)).toMatchObject({ escalationLevel: 1, stage: 'escalated' });
    expect(asked(id)).toHaveLength(3);
  });

  function asked(id: RecordId): string[] {
    return ship.store.db
      .prepare(
        "SELECT code FROM incident_action WHERE incidentId = ? AND actionKind = 'required' ORDER BY id",
      )
      .pluck()
      .all(id)
      .map(String);
  }
});
