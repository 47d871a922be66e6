import { expect, it } from 'vitest';
import { type Comparable, likenessOf } from './duplicates.ts';

const ABOARD: Comparable = {
  type: 'fire',
  siteId: 'aurora',
  siteName: 'MV Aurora',
  siteCode: 'AUR',
  title: 'Fire in the engine room',
  place: 'Port separator',
  description: '',
  reportedAt: '2026-03-01T03:10:00.000Z',
};
const ASHORE: Comparable = {
  ...ABOARD,
  siteId: 'office',
  siteName: 'Head office',
  siteCode: 'OFF',
  title: 'MV Aurora reports fire in engine room',
  place: '',
  reportedAt: '2026-03-01T09:40:00.000Z',
};

it('INC-37: what the office wrote of a ship is likely the same, if it is of one time', () => {
  expect(likenessOf(ABOARD, ASHORE)).toEqual(['type', 'site', 'words']);
  expect(likenessOf(ASHORE, ABOARD)).toEqual(['type', 'site', 'words']);
  expect(likenessOf(ABOARD, { ...ASHORE, occurredAt: '2026-03-01T03:00:00.000Z' })).toContain('time');
  expect(likenessOf(ABOARD, { ...ASHORE, reportedAt: '2026-03-05T09:40:00.000Z' })).toEqual([]);
});

it('one thing in common is chance', () => {
  const other = { ...ABOARD, title: 'Paint store', place: 'Forecastle' };
  expect(likenessOf(ABOARD, { ...other, type: 'injury' })).toEqual([]);
  expect(likenessOf(ABOARD, other)).toEqual(['type', 'site', 'time']);
  expect(likenessOf({ ...ABOARD, type: 'other' }, { ...other, type: 'other' })).toEqual([]);
  expect(likenessOf(ABOARD, { ...other, siteId: 'orion', siteName: 'MV Orion', siteCode: 'ORI' })).toEqual(
    [],
  );
});

it('two of one type at one site are not the same for that alone', () => {
  const later = {
    ...ABOARD,
    title: 'Paint store',
    place: 'Forecastle',
    reportedAt: '2026-03-02T03:10:00.000Z',
  };
  expect(likenessOf(ABOARD, later)).toEqual([]);
  expect(likenessOf(ABOARD, { ...later, title: 'Fire in engine room again' })).toEqual([
    'type',
    'site',
    'words',
  ]);
});
