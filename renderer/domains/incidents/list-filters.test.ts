import { describe, expect, it } from 'vitest';
import { splitHash } from '#renderer/shell/hash-location.ts';
import { type ListFilters, readFilters, writeFilters } from './list-filters.ts';

describe('the filters of the list', () => {
  it('survive the address they are written to', () => {
    const filters: ListFilters = {
      state: 'all',
      severities: ['high', 'critical'],
      sla: 'overdue',
      ladder: 'escalated',
      siteId: '0192f0c1-7e2a-7c3d-9a4b-1c2d3e4f5a6b',
      text: 'pump #2 & valve?',
      sort: 'dueAt',
      direction: 'ascending',
    };
    const { path, search } = splitHash(`#${writeFilters(filters)}`);
    expect({ path, filters: readFilters(search) }).toEqual({ path: '/incidents', filters });
  });

  it('leave the address plain when nothing is filtered', () => {
    expect(writeFilters(readFilters(''))).toBe('/incidents');
  });

  it('ignore what a hand-written address has wrong', () => {
    expect(readFilters('state=everything&severity=awful&sla=maybe&sort=colour')).toEqual(readFilters(''));
  });
});
