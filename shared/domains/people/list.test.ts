import { afterEach, beforeEach, expect, it } from 'vitest';
import { MASTER, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { NOBODYS_HASH } from '#tests/support/passphrase-hash.ts';
import { must } from '../../kernel/assert.ts';
import { isoOf } from '../../kernel/clock.ts';
import { NO_FILTER } from '../../kernel/filter.ts';
import { rowsIn } from '../../reports/sections.ts';
import { add } from './commands.ts';
import { deactivate } from './manage.ts';
import { list, type PersonRow } from './queries.ts';
import { peopleListReport } from './reports.ts';

const ADMINISTRATOR = personActor('AD', 'manager');

let board: TestConsole;
let ids: Map<string, string>;
beforeEach(() => {
  board = testConsole();
  ids = new Map();
  for (const [name, signInName, role, jobProfile] of [
    ['Cara Diaz', 'c.diaz', 'IT', 'crew'],
    ['Abel Okoro', 'z.okoro', 'IP', 'master'],
    ['bea Lind', 'b.lind', 'IT', 'chief-engineer'],
  ]) {
    const { siteId } = MASTER;
    const input = { name, signInName, role, jobProfile, siteId, passphrase: NOBODYS_HASH };
    ids.set(String(name), board.run<{ id: string }>(add, input, ADMINISTRATOR).id);
  }
  board.run(deactivate, { id: ids.get('Cara Diaz'), reason: 'Signed off.' }, ADMINISTRATOR);
});
afterEach(() => board.close());

const names = (input: object) =>
  board.queries.run<PersonRow[]>(list, input, ADMINISTRATOR).map(({ name }) => name);

it('people are found by their names and by what their job and role are called, and sorted', () => {
  const isIT = { field: 'role', operator: 'anyOf', value: ['IT'] };
  expect([
    names({}),
    names({ activeOnly: false, sort: 'name', direction: 'descending' }),
    names({ activeOnly: false, sort: 'role' }),
    names({ text: 'ENGIN' }),
    names({ text: 'person in' }),
    names({ text: 'z.ok' }),
    names({ text: '%' }),
    names({ activeOnly: false, filter: { ...NO_FILTER, conditions: [isIT] } }),
    names({ activeOnly: false, ids: [ids.get('Cara Diaz')] }),
  ]).toEqual([
    ['Abel Okoro', 'bea Lind'],
    ['Cara Diaz', 'bea Lind', 'Abel Okoro'],
    ['Abel Okoro', 'bea Lind', 'Cara Diaz'],
    ['bea Lind'],
    ['Abel Okoro'],
    ['Abel Okoro'],
    [],
    ['bea Lind', 'Cara Diaz'],
    ['Cara Diaz'],
  ]);
});

it('a file has the rows of the page in their order and the columns that were chosen, or only what is selected', () => {
  const exported = (parameters: object) => {
    const context = {
      db: board.store,
      now: isoOf(board.clock.now()),
      actor: ADMINISTRATOR,
      site: must(board.store.state.site, 'a site'),
      sites: 'all' as const,
    };
    const content = peopleListReport.build(context, peopleListReport.parameters.parse(parameters));
    const [table] = content.sections;
    if (table?.type !== 'table') throw new Error('no table');
    return [content.subtitle, table.columns.map(({ title }) => title), [...rowsIn(table)]];
  };
  expect([
    exported({ columns: ['job', 'name'], sort: 'name', direction: 'descending' }),
    exported({ columns: ['name', 'state'], text: 'abel', selected: [ids.get('Cara Diaz')] }),
  ]).toEqual([
    [
      'Everybody who is active',
      ['Job', 'Name'],
      [
        ['Chief engineer', 'bea Lind'],
        ['Master', 'Abel Okoro'],
      ],
    ],
    ['1 selected row', ['Name', 'State'], [['Cara Diaz', 'Deactivated']]],
  ]);
});
