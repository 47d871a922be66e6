import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LadderBoard, newId } from '#tests/support/ladder-board.ts';
import { receive } from '#tests/support/receive.ts';
import { MASTER, OFFICE, type TestConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentAcknowledgement } from '../schema/escalation.ts';

const { acknowledge, resolve, reopen, assignTeam } = incidentCommands;

let board: LadderBoard;
let ship: TestConsole;
beforeEach(() => {
  board = new LadderBoard();
  ({ ship } = board);
});
afterEach(() => board.close());

describe('acknowledging', () => {
  it('INC-15: reminds after three quarters of the time that was given, then the ladder waits again', () => {
    const id = board.reported();
    ship.run(acknowledge, { id, minutes: 60, response: 'On my way' });
    expect(board.stand(id)).toMatchObject({
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
      acknowledgeDueAt: null,
    });
    expect(board.ladder(id)).toMatchObject({
      escalations: [{ isActive: false, endedBecause: 'acknowledged', response: 'On my way' }],
      acknowledgements: [{ byName: 'IP master', state: 'standing', response: 'On my way' }],
    });
    ship.pass(60);
    expect(board.story(id).slice(2)).toEqual([
      '03:10 acknowledged',
      '03:55 reminded',
      '04:10 ladderRestarted',
    ]);
    expect(board.ladder(id)).toMatchObject({
      escalations: [{ isActive: false }, { level: 1, trigger: 'stale', isActive: true }],
      acknowledgements: [{ state: 'over' }],
    });
    expect(board.stand(id)).toMatchObject({
      acknowledgedAt: null,
      acknowledgeDueAt: '2026-03-01T04:25:00.000Z',
    });
  });

  it('INC-15: moving the incident renews it, and its reminder', () => {
    const id = board.reported();
    ship.run(acknowledge, { id, minutes: 60 });
    ship.pass(50);
    ship.run(assignTeam, { id, teamId: 'deck' });
    ship.pass(60);
    expect(board.story(id).slice(3)).toEqual([
      '03:55 reminded',
      '04:00 assignedTeam',
      '04:45 reminded',
      '05:00 ladderRestarted',
    ]);
  });

  it('several people may: the first stays named, and it stands until the last of them has ended', () => {
    const id = board.reported();
    const ben = { ...MASTER, id: newId(), name: 'Ben' };
    ship.run(acknowledge, { id, minutes: 15 });
    ship.run(acknowledge, { id, minutes: 60 }, ben);
    ship.pass(16);
    expect(board.stand(id)).toMatchObject({
      acknowledgedByName: 'IP master',
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
    });
    expect(board.ladder(id).acknowledgements.map(({ byName, state }) => [byName, state])).toEqual([
      ['IP master', 'over'],
      ['Ben', 'standing'],
    ]);
    expect(board.story(id).slice(-2)).toEqual(['03:22 reminded', '03:25 acknowledgementExpired']);
  });

  it('again takes the place of one’s own', () => {
    const id = board.reported();
    ship.run(acknowledge, { id, minutes: 15 });
    ship.pass(10);
    ship.run(acknowledge, { id, minutes: 60 });
    ship.pass(45);
    expect(board.stand(id).acknowledgedAt).toBe('2026-03-01T03:10:00.000Z');
    expect(board.ladder(id).acknowledgements.map(({ state }) => state)).toEqual(['over', 'standing']);
    expect(board.story(id).at(-1)).toBe('04:05 reminded');
  });

  it('INC-16: calls and acknowledgements end when it is resolved, and nothing is left of them when it is reopened', () => {
    const id = board.reported();
    ship.run(resolve, { id, resolution: 'Out' });
    expect(board.ladder(id).escalations).toMatchObject([{ isActive: false, endedBecause: 'resolved' }]);
    ship.run(reopen, { id, reason: 'Smoke again' });
    ship.run(acknowledge, { id });
    ship.run(resolve, { id, resolution: 'Out' });
    ship.pass(24 * 60);
    expect(board.ladder(id).acknowledgements).toMatchObject([{ state: 'over', remindedAt: null }]);
  });
});

it('an acknowledgement that the home site has not counted is no one’s to end', () => {
  const id = board.reported();
  receive(ship, 'incidents', {
    id: newId(),
    kind: 'incident-acknowledgement',
    siteId: OFFICE.id,
    incidentId: id,
    level: 1,
    byId: newId(),
    byName: 'Dora',
    consoleSiteId: OFFICE.id,
    consoleSiteName: OFFICE.name,
    at: '2026-03-01T03:10:00.000Z',
    standsMs: 60_000,
    expiresAt: '2026-03-01T03:11:00.000Z',
    lookAt: '2026-03-01T03:10:45.000Z',
    response: '',
    countedAt: null,
    remindedAt: null,
    endedAt: null,
  });
  ship.run(resolve, { id, resolution: 'Out' });
  const [made] = ship.store.records(incidentAcknowledgement, 'SELECT data FROM incident_acknowledgement');
  expect(made?.endedAt).toBeNull();
});
