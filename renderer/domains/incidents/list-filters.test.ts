import { describe, expect, it } from 'vitest';
import { splitHash } from '#renderer/shell/hash-location.ts';
import { NO_FILTER } from '#shared/kernel/filter.ts';
import { HISTORY_NUMBERS, historyRows } from '#shared/domains/incidents/rules/rows-of-numbers.ts';
import {
  addressOf,
  filtersOf,
  type ListFilters,
  quickOf,
  readFilters,
  writeFilters,
} from './list-filters.ts';

describe('the filters of the list', () => {
  const filters: ListFilters = {
    state: 'all',
    severities: ['high', 'critical'],
    sla: 'overdue',
    ladder: 'escalated',
    siteId: '0192f0c1-7e2a-7c3d-9a4b-1c2d3e4f5a6b',
    kinds: 'real',
    assignee: 'nobody',
    mine: true,
    during: { step: 'resolved', from: '2026-03-01T07:00', to: '2026-03-02T00:00' },
    withArchived: true,
    text: 'pump #2 & valve?',
    filter: { ...NO_FILTER, conditions: [{ field: 'title', operator: 'contains', value: 'a&b=c"' }] },
    sort: 'dueAt',
    direction: 'ascending',
  };

  it('survive the address they are written to', () => {
    const { path, search } = splitHash(`#${writeFilters(filters)}`);
    expect({ path, filters: readFilters(search) }).toEqual({ path: '/incidents', filters });
  });

  it('survive a saved view', () => {
    const { sort, direction, filter } = filters;
    const view = { sort: { column: sort, direction }, filter, quick: quickOf(filters) };
    expect(filtersOf(view)).toEqual(filters);
    expect(view.quick).not.toHaveProperty('filter');
  });

  it('hold the rows of every number of the overview, as its query is asked for them', () => {
    const time = { from: '2026-03-01', to: '2026-04-01', siteId: 'aurora' };
    for (const number of HISTORY_NUMBERS) {
      const rows = historyRows(number, time);
      expect(readFilters(splitHash(`#${addressOf(rows)}`).search)).toMatchObject(rows);
    }
  });

  it('leave the address plain when nothing is filtered', () => {
    expect(writeFilters(readFilters(''))).toBe('/incidents');
  });

  it('ignore what a hand-written address has wrong', () => {
    const wrong = 'state=everything&severity=awful&sla=maybe&sort=colour&kinds=odd&during=once&from=1';
    for (const filter of [
      '',
      '&filter=%7B',
      '&filter=1',
      '&filter={"match":"all","conditions":[{"field":"id"}]}',
    ]) {
      expect(readFilters(`${wrong}${filter}`)).toEqual(readFilters(''));
    }
  });
});
