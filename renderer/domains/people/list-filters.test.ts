import { expect, it } from 'vitest';
import { splitHash } from '#renderer/shell/hash-location.ts';
import { NO_FILTER } from '#shared/kernel/filter.ts';
import {
  arranged,
  arrangementOf,
  type PeopleFilters,
  readPeopleFilters,
  sortedBy,
  writePeopleFilters,
} from './list-filters.ts';

const FILTERS: PeopleFilters = {
  activeOnly: false,
  text: 'Müller & Sons #2',
  filter: { ...NO_FILTER, conditions: [{ field: 'role', operator: 'anyOf', value: ['IT'] }] },
  sort: 'role',
  direction: 'descending',
};

it('what the list shows survives its address and a saved view', () => {
  const { path, search } = splitHash(`#${writePeopleFilters(FILTERS)}`);
  expect([path, readPeopleFilters(search), arranged(arrangementOf(FILTERS))]).toEqual([
    '/people',
    FILTERS,
    FILTERS,
  ]);
});

it('the plain list has a plain address, and what is wrong in one is left out', () => {
  const plain = readPeopleFilters('');
  expect([
    writePeopleFilters(plain),
    readPeopleFilters('sort=shoe&direction=up&filter=%7B&inactive=1'),
  ]).toEqual(['/people', plain]);
});

it('a column sorts upwards first and then turns round; what is no column changes nothing', () => {
  const plain = readPeopleFilters('');
  expect(['job', 'name', 'reach'].map((column) => sortedBy(column, plain))).toEqual([
    { sort: 'job', direction: 'ascending' },
    { sort: 'name', direction: 'descending' },
    {},
  ]);
});
