import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  recordId,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { workCommands } from './commands.ts';
import { workQueries } from './queries.ts';

type Links = ReturnType<typeof workQueries.linksOf.run>;

const end = (number: number, siteId = AURORA.id) => ({
  collection: 'incidents' as const,
  kind: 'incident',
  id: recordId(`01950000-0000-7000-8000-00000000100${number}`),
  siteId,
  label: `AUR-INC-2026-000${number}`,
});
const [FIRST, SECOND, AT_OFFICE] = [end(1), end(2), end(3, OFFICE.id)];
const ASHORE = personActor('IP', 'duty-officer', OFFICE.id);
const ELSEWHERE = personActor('IP', 'master', '01950000-0000-7000-8000-00000000beef');

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

const link = (from = FIRST, to = SECOND) =>
  board.run<{ id: string }>(workCommands.link, { from, to, note: 'Same pump' });
const labels = (of: typeof FIRST, actor = MASTER) =>
  board.queries
    .run<Links>(workQueries.linksOf, { id: of.id }, actor)
    .map(({ label, isBack }) => `${label} ${isBack ? 'back' : 'on'}`);

describe('a link between records', () => {
  it('is there from both ends until it is removed (WRK-6)', () => {
    const { id } = link();
    expect([labels(FIRST), labels(SECOND)]).toEqual([[`${SECOND.label} on`], [`${FIRST.label} back`]]);
    expect(board.queries.run(workQueries.linksOf, { id: FIRST.id }, MASTER)).toMatchObject([
      { kind: 'incident', recordId: SECOND.id, note: 'Same pump', madeByName: MASTER.name },
    ]);
    board.run(workCommands.unlink, { id });
    expect([labels(FIRST), labels(SECOND)]).toEqual([[], []]);
  });

  it('is made once, whichever end it is made at, and never with the same record (WRK-5)', () => {
    link();
    expect(() => link()).toThrow('linked already');
    expect(() => link(SECOND, FIRST)).toThrow('linked already');
    expect(() => link(FIRST, FIRST)).toThrow('not linked with itself');
  });

  it('is seen at the sites of both records, and nowhere else (WRK-6)', () => {
    link(FIRST, AT_OFFICE);
    expect([labels(AT_OFFICE, ASHORE), labels(FIRST), labels(FIRST, ELSEWHERE)]).toEqual([
      [`${FIRST.label} back`],
      [`${AT_OFFICE.label} on`],
      [],
    ]);
    expect(() => board.run(workCommands.link, { from: FIRST, to: SECOND }, ELSEWHERE)).toThrow(/may not/);
  });
});
