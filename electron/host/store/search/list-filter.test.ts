import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import type { IncidentListInput } from '#shared/domains/incidents/queries/list.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { openReadModels } from '../read-models.ts';

type Page = ReturnType<typeof incidentQueries.list.run>;

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
  openReadModels(board.store, board.clock);
});
afterEach(() => board.close());

const list = (input: IncidentListInput) => board.queries.run<Page>(incidentQueries.list, input, MASTER);
const reported = (title: string, more: object = {}) =>
  board.run<{ id: string }>(incidentCommands.report, { title, severity: 'low', ...more });
const titles = (input: IncidentListInput) =>
  list({ sort: 'number', ...input }).rows.map(({ title }) => title);

describe('the text filter of the incident list', () => {
  it('finds beginnings of words in any order, and a number', () => {
    reported('Crane stuck', { place: 'Hold 3' });
    const { id } = reported('Pump leaks', { place: 'Übergang' });
    board.run(incidentCommands.resolve, { id, resolution: 'Crane-free' });
    expect(titles({ state: 'all', text: 'hol CRA' })).toEqual(['Crane stuck']);
    expect(titles({ state: 'all', text: 'uber' })).toEqual(['Pump leaks']);
    expect(titles({ state: 'open', text: 'pump' })).toEqual([]);
    expect(titles({ state: 'done', text: 'AUR-INC-2026-0002' })).toEqual(['Pump leaks']);
    expect(titles({ state: 'all', text: 'ump' })).toEqual([]);
    expect(list({ state: 'all', text: '%%' })).toMatchObject({ rows: [], total: 0, totalIsLeast: false });
  });

  it('pages through what thousands hold, and counts it as far as it counts', () => {
    const { id } = reported('Pump 0000 leaks');
    const first = must(board.store.record(incident, id), 'just reported');
    board.store.receive((writer, changed) => {
      for (let index = 1; index <= 2_500; index += 1) {
        const four = String(index).padStart(4, '0');
        const record = {
          ...first,
          id: RecordId.parse(uuidv7()),
          number: `X-${four}`,
          title: `Pump ${four} leaks`,
        };
        changed(writer.write('incidents', record, false));
      }
    });
    reported('Crane stuck');
    const seen: string[] = [];
    let cursor: Page['next'] = null;
    do {
      const page: Page = list({ state: 'all', text: 'pump', sort: 'number', limit: 200, cursor });
      expect([page.total, page.totalIsLeast]).toEqual([1_000, true]);
      seen.push(...page.rows.map(({ number }) => number));
      cursor = page.next;
    } while (cursor !== null);
    expect([seen.length, new Set(seen).size]).toEqual([2_501, 2_501]);
    expect(titles({ state: 'all', text: 'pump 0007' })).toEqual(['Pump 0007 leaks']);
  });
});
