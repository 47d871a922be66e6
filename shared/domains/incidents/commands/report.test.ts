import { afterEach, describe, expect, it } from 'vitest';
import { unknownActor } from '#shared/access/can.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { AURORA, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { titleOf } from '../notices/title.ts';
import { type Incident, incident } from '../schema.ts';
import { report } from './report.ts';

let board: TestConsole;
afterEach(() => board.close());

function reported(input: object = {}, actor = undefined as Parameters<TestConsole['run']>[2]): Incident {
  board = testConsole();
  const asked = { title: 'Abandon ship', severity: 'low', ...input };
  const { id } = board.run<{ id: RecordId }>(report, asked, actor);
  const found = board.store.record(incident, id);
  if (found === undefined) throw new Error('the incident is gone');
  return found;
}

describe('a report', () => {
  it('says when it happened and what came of it, and leaves out what nobody said', () => {
    const said = {
      occurredAt: '2026-03-01T02:50:00.000Z',
      impact: 'major',
      injured: 2,
      dead: 1,
      affected: 'Winch 2',
    };
    expect(reported(said)).toMatchObject(said);
    const plain = reported();
    expect(Object.keys(plain).filter((field) => field in said || field.startsWith('is'))).toEqual([]);
  });

  it('of what is still to come is refused at its field', () => {
    expect(() => reported({ occurredAt: '2026-03-01T03:11:00.000Z' })).toThrow('still to come');
  });

  it('INC-56: of a drill is marked, and whoever is called hears it in the first word', () => {
    const drill = reported({ isDrill: true });
    expect([drill.isDrill, titleOf(drill).key, titleOf(reported()).key]).toEqual([
      true,
      'incidents.notify.drill',
      'incidents.notify.title',
    ]);
  });

  it('INC-55: without a name says so, and names nobody', () => {
    const found = reported({ type: 'near_miss' }, unknownActor(AURORA.id));
    expect(found).toMatchObject({ isAnonymous: true, reportedById: 'unknown', reportedByName: '' });
  });
});
