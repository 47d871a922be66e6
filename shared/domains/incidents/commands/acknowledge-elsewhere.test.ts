import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { LadderBoard, newId } from '#tests/support/ladder-board.ts';
import { receive } from '#tests/support/receive.ts';
import { AURORA, MASTER, OFFICE, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incident } from '../schema.ts';

const { acknowledge, escalate } = incidentCommands;

let board: LadderBoard;
let ship: TestConsole;
let office: TestConsole;
beforeEach(() => {
  board = new LadderBoard();
  ({ ship } = board);
  office = testConsole({ site: OFFICE, clock: ship.clock, runTimers: false });
});
afterEach(() => {
  board.close();
  office.close();
});

describe('acknowledging at another site (INC-14)', () => {
  const DORA: PersonActor = { ...MASTER, role: 'AD', name: 'Dora', siteId: OFFICE.id, id: newId() };

  /** The office sees how things stand on board, and acknowledges there. */
  function acknowledgedAshore(id: RecordId): { deliver(): void } {
    receive(office, 'incidents', board.stand(id));
    const sent: StoredRecord[] = [];
    office.store.onCommit(({ records }) =>
      sent.push(...records.map(({ document: { _deleted, ...record } }) => withoutMeta(record))),
    );
    office.run(acknowledge, { id, minutes: 60 }, DORA);
    return {
      deliver() {
        receive(ship, 'incidents', ...sent.filter(({ kind }) => kind !== incident.kind));
        ship.timers.runDue();
      },
    };
  }

  it('is on its way until the ship has it, and stops the ladder then', () => {
    const id = board.reported();
    const { deliver } = acknowledgedAshore(id);
    expect(office.store.record(incident, id)).toMatchObject({
      acknowledgedAt: null,
      acknowledgedElsewhereAt: '2026-03-01T03:10:00.000Z',
    });
    ship.pass(20);
    expect(board.stand(id).escalationLevel).toBe(2);
    deliver();
    expect(board.stand(id)).toMatchObject({
      acknowledgedByName: 'Dora',
      acknowledgedAt: '2026-03-01T03:10:00.000Z',
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
      acknowledgeDueAt: null,
    });
    expect(board.ladder(id).acknowledgements).toMatchObject([
      { state: 'standing', consoleSiteName: 'Head office', countedAt: '2026-03-01T03:30:00.000Z' },
    ]);
    expect(board.story(id).slice(-2)).toEqual([
      '03:25 escalatedUnacknowledged',
      '03:30 acknowledgementCounted',
    ]);
  });

  it('never takes the place of one that stands on board', () => {
    const id = board.reported();
    const { deliver } = acknowledgedAshore(id);
    ship.pass(5);
    ship.run(acknowledge, { id, minutes: 15 });
    deliver();
    expect(board.stand(id)).toMatchObject({
      acknowledgedByName: 'IP master',
      acknowledgedAt: '2026-03-01T03:15:00.000Z',
      acknowledgedUntil: '2026-03-01T04:10:00.000Z',
    });
    expect(board.story(id).at(-1)).toBe('03:15 acknowledgementAdded');
  });

  it('does nothing any more when it comes too late', () => {
    const id = board.reported();
    const { deliver } = acknowledgedAshore(id);
    ship.pass(5);
    ship.run(escalate, { id, toLevel: 3, reason: 'Spreading' });
    deliver();
    expect(board.stand(id)).toMatchObject({ acknowledgedAt: null, escalationLevel: 3 });
    expect(board.ladder(id).acknowledgements).toMatchObject([{ state: 'over' }]);
  });

  it('is refused by the server when it claims to have stopped the ladder there', () => {
    const before = { siteId: AURORA.id, acknowledgedAt: null };
    const claim = (after: object, site = OFFICE) => ({
      actor: DORA,
      site,
      isFounder: false,
      hasPeople: true,
      peopleAt: () => [],
      // Only the fields that are looked at.
      writes: [{ kind: 'incident', op: 'patch', id: 'i', before, after: { ...before, ...after } }] as never,
    });
    const stopped = { acknowledgedAt: '2026-03-01T03:10:00.000Z' };
    expect(() => acknowledge.check?.(claim(stopped))).toThrow('Only the site where it happened');
    expect(() => acknowledge.check?.(claim(stopped, AURORA))).not.toThrow();
    expect(() =>
      acknowledge.check?.(claim({ acknowledgedElsewhereAt: stopped.acknowledgedAt })),
    ).not.toThrow();
  });

  it('names whoever made it, and nobody else, when the home site counts it (INC-62)', () => {
    const made = { incidentId: 'i', byId: DORA.id, byName: DORA.name };
    const claim = (acknowledgedById: string) => ({
      actor: MASTER,
      site: AURORA,
      isFounder: false,
      hasPeople: true,
      peopleAt: () => [],
      // Only the fields that are looked at.
      writes: [
        {
          kind: 'incident',
          op: 'patch',
          id: 'i',
          after: { acknowledgedById, acknowledgedByName: DORA.name },
        },
        { kind: 'incident-acknowledgement', op: 'patch', id: 'a', before: made, after: made },
      ] as never,
    });
    const { countAcknowledgement } = incidentCommands;
    expect(() => countAcknowledgement.check?.(claim(MASTER.id))).toThrow('Only whoever acknowledged');
    expect(() => countAcknowledgement.check?.(claim(DORA.id))).not.toThrow();
  });
});

function withoutMeta(record: { readonly [field: string]: unknown }): StoredRecord {
  const entries = Object.entries(record).filter(([field]) => !field.startsWith('_'));
  // A document without what the store keeps beside it is the record.
  return Object.fromEntries(entries) as StoredRecord;
}
