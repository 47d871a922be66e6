import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import type { Claim, ClaimedWrite } from '../../kernel/define-command.ts';
import { NO_FILTER } from '../../kernel/filter.ts';
import { VIEWS_OF_A_PERSON_MAX, workCommands } from './commands.ts';
import { workQueries } from './queries.ts';
import { preferences, USUAL_PREFERENCES, type ViewState } from './schema.ts';

type Views = ReturnType<typeof workQueries.views.run>;

const ENGINEER = personActor('IT', 'engineer');
const OTHER_SITE = { ...personActor('IP', 'master', OFFICE.id), id: '01950000-0000-7000-8000-000000000999' };
const STATE: ViewState = {
  columns: [
    { id: 'number', widthPixels: 180 },
    { id: 'title', widthPixels: null },
  ],
  sort: { column: 'dueAt', direction: 'ascending' },
  filter: { ...NO_FILTER, conditions: [{ field: 'title', operator: 'contains', value: "o'clock" }] },
  quick: { state: 'all' },
};

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

const save = (name: string, actor = MASTER, id: string | null = null) =>
  board.run<{ id: string }>(workCommands.saveView, { id, list: 'incidents.list', name, state: STATE }, actor);
const views = (actor = MASTER) =>
  board.queries.run<Views>(workQueries.views, { list: 'incidents.list' }, actor);

describe('a saved view', () => {
  it('comes back as it was kept, to its owner alone (WRK-2)', () => {
    const { id } = save('Mine first');
    expect(views()).toEqual([
      {
        id,
        name: 'Mine first',
        ownerName: 'IP master',
        savedAt: expect.any(String),
        isShared: false,
        isOwn: true,
        state: STATE,
      },
    ]);
    expect(views(ENGINEER)).toEqual([]);
  });

  it('is seen by everybody who sees the site once it is shared, and by nobody else (WRK-2)', () => {
    const { id } = save('Watch');
    board.run(workCommands.shareView, { id, isShared: true });
    expect(views(ENGINEER).map(({ name, isOwn, isShared }) => ({ name, isOwn, isShared }))).toEqual([
      { name: 'Watch', isOwn: false, isShared: true },
    ]);
    expect(views(OTHER_SITE)).toEqual([]);
    board.run(workCommands.shareView, { id, isShared: false });
    expect(views(ENGINEER)).toEqual([]);
  });

  it('is changed, shared and removed by its owner alone (WRK-1)', () => {
    const { id } = save('Watch');
    board.run(workCommands.shareView, { id, isShared: true });
    expect(() => save('Taken over', ENGINEER, id)).toThrow('belongs to somebody else');
    expect(() => board.run(workCommands.removeView, { id }, ENGINEER)).toThrow('belongs to somebody else');
    save('Renamed', MASTER, id);
    expect(views().map(({ name, isShared }) => ({ name, isShared }))).toEqual([
      { name: 'Renamed', isShared: true },
    ]);
    board.run(workCommands.removeView, { id });
    expect(views()).toEqual([]);
  });

  it('is shared only by who may (WRK-1)', () => {
    const { id } = save('Engine room', ENGINEER);
    expect(() => board.run(workCommands.shareView, { id, isShared: true }, ENGINEER)).toThrow(/may not/);
  });

  it('has a name of its own in its list, and there is an end to them (WRK-3)', () => {
    save('Watch');
    expect(() => save('watch')).toThrow('have a view named watch already');
    for (let index = 1; index < VIEWS_OF_A_PERSON_MAX; index += 1) save(`View ${index}`);
    expect(() => save('One more')).toThrow('You have 100 views');
  });

  it('of somebody else is refused by the server whatever a console says (WRK-1)', () => {
    const view = { id: 'v', kind: 'saved-view', siteId: AURORA.id, ownerId: ENGINEER.id };
    for (const command of [workCommands.saveView, workCommands.shareView, workCommands.removeView]) {
      expect(() =>
        command.check?.(claim({ kind: 'saved-view', op: 'patch', id: 'v', before: view, after: view })),
      ).toThrow('belongs to somebody else');
    }
  });
});

describe('preferences', () => {
  it('are the usual ones until a person chooses, and that person’s alone (WRK-4)', () => {
    const read = (actor = MASTER) => board.queries.run(workQueries.preferences, {}, actor);
    expect(read()).toEqual(USUAL_PREFERENCES);
    const chosen = {
      ...USUAL_PREFERENCES,
      clockStyle: '12',
      distance: 'km',
      zone: 'own',
      ownZone: 'Asia/Tokyo',
    };
    board.run(workCommands.savePreferences, chosen);
    board.run(workCommands.savePreferences, { ...chosen, distance: 'mi' });
    expect(read()).toEqual({ ...chosen, distance: 'mi' });
    expect(read(ENGINEER)).toEqual(USUAL_PREFERENCES);
  });

  it('of an older or a newer program open the usual page (WRK-4)', () => {
    const chosen = { ...USUAL_PREFERENCES, startPage: 'watch' } as const;
    board.run(workCommands.savePreferences, chosen);
    const read = () => board.queries.run(workQueries.preferences, {}, MASTER);
    expect(read()).toEqual(chosen);
    const { startPage: _startPage, ...older } = chosen;
    for (const kept of [older, { ...older, startPage: 'somewhere-new' }]) {
      const record = { ...kept, id: MASTER.id, kind: preferences.kind, siteId: AURORA.id };
      board.store.receive((writer, changed) => changed(writer.write('work', record, false)));
      expect(read()).toEqual(USUAL_PREFERENCES);
    }
  });

  it('of somebody else are refused by the server (WRK-4)', () => {
    const write = {
      kind: 'preferences',
      op: 'insert' as const,
      id: ENGINEER.id,
      before: undefined,
      after: undefined,
    };
    expect(() => workCommands.savePreferences.check?.(claim(write))).toThrow('belongs to somebody else');
    workCommands.savePreferences.check?.(claim({ ...write, id: MASTER.id }));
  });

  it('name a zone when they say that there is one', () => {
    const wrong = { ...USUAL_PREFERENCES, zone: 'own' };
    expect(() => board.run(workCommands.savePreferences, wrong)).toThrow(/time zone/);
  });
});

function claim(write: ClaimedWrite): Claim {
  return {
    actor: MASTER,
    site: AURORA,
    isFounder: false,
    hasPeople: true,
    peopleAt: () => [],
    writes: [write],
  };
}
