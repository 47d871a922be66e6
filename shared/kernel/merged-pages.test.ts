import { expect, it } from 'vitest';
import { mergedPages } from './merged-pages.ts';

const row = (sortValue: number) => ({ id: `row ${sortValue}`, sortValue });
const place = (value: number) => ({ value, id: `row ${value}` });

it('is one page in the order of the list, and goes on after its last row', () => {
  const pages = [
    { rows: [9, 5, 4].map(row), end: null },
    { rows: [8, 1].map(row), end: null },
  ];
  expect(mergedPages(pages, { limit: 3, direction: 'descending' })).toEqual({
    rows: [9, 8, 5].map(row),
    next: place(5),
  });
  expect(mergedPages(pages, { limit: 5, direction: 'descending' })).toEqual({
    rows: [9, 8, 5, 4, 1].map(row),
    next: null,
  });
});

it('shows nothing beyond where one of them stopped to look', () => {
  const pages = [
    { rows: [1, 7].map(row), end: null },
    { rows: [2].map(row), end: place(4) },
  ];
  expect(mergedPages(pages, { limit: 5, direction: 'ascending' })).toEqual({
    rows: [1, 2].map(row),
    next: place(4),
  });
});
