import { afterEach, beforeEach, expect, test } from 'vitest';
import { USUAL_INBOX_RETENTION } from '#shared/domains/notifications/retention.ts';
import { DEFAULT_CALENDAR } from '#shared/domains/settings/calendar.ts';
import { editSite, saveCalendar } from '#shared/domains/settings/commands.ts';
import { calendarOf, sites } from '#shared/domains/settings/queries.ts';
import { USUAL_RETENTION } from '#shared/domains/settings/retention.ts';
import { followOwnSite } from '#host/setup/follow-own-site.ts';
import {
  AURORA,
  MASTER,
  personActor,
  recordId,
  type TestConsole,
  testConsole,
} from '../support/test-console.ts';

const ADMINISTRATOR = personActor('AD', 'administrator');
const SITE = {
  id: recordId(AURORA.id),
  name: 'MV Aurora II',
  timeZone: 'Europe/Athens',
  imoNumber: '9074729',
  latitude: 37.94,
  longitude: 23.64,
};

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
  followOwnSite(board.store);
});
afterEach(() => board.close());

test('a site is renamed, placed, and goes by another clock, here as well', () => {
  board.run(editSite, SITE, ADMINISTRATOR);
  expect(board.queries.run(sites, {}, ADMINISTRATOR)).toMatchObject([
    { name: 'MV Aurora II', timeZone: 'Europe/Athens', latitude: 37.94, longitude: 23.64 },
  ]);
  expect(board.store.state.site).toEqual({ ...AURORA, name: 'MV Aurora II', timeZone: 'Europe/Athens' });
});

test.each([
  [{ latitude: 91 }, 'From -90 to 90.'],
  [{ latitude: null }, 'A position has both.'],
  [{ timeZone: 'Athens; DROP' }, 'A time zone such as'],
])('%j is refused', (part, message) => {
  expect(() => board.run(editSite, { ...SITE, ...part }, ADMINISTRATOR)).toThrow(message);
});

test('a master does not rename the ship', () => {
  expect(() => board.run(editSite, SITE, MASTER)).toThrow();
});

test('a calendar is entered once and changed after that; without one the usual week holds', () => {
  const siteId = recordId(AURORA.id);
  const read = () => board.queries.run(calendarOf, { siteId }, ADMINISTRATOR);
  expect(read()).toEqual({ id: null, siteId, isEntered: false, ...DEFAULT_CALENDAR });
  const entered = {
    ...DEFAULT_CALENDAR,
    country: 'GR',
    holidays: [{ date: '2026-03-25', name: 'Independence Day' }],
    closures: [{ from: '2026-12-28', to: '2026-12-28', name: 'Stocktaking' }],
  };
  board.run(saveCalendar, { siteId, ...entered }, ADMINISTRATOR);
  board.run(saveCalendar, { siteId, ...entered, closures: [] }, ADMINISTRATOR);
  expect(read()).toEqual({ id: expect.any(String), siteId, isEntered: true, ...entered, closures: [] });
  expect(() => board.run(saveCalendar, { siteId, ...entered, hours: [] }, ADMINISTRATOR)).toThrow();
  expect(() => board.run(saveCalendar, { siteId, ...entered }, personActor('IT', 'crew'))).toThrow();
});

test('an inbox is kept as long as the settings say that it usually is', () => {
  expect({
    settledDays: USUAL_RETENTION.settledNotificationDays,
    unreadDays: USUAL_RETENTION.unreadNotificationDays,
  }).toEqual(USUAL_INBOX_RETENTION);
});

test('a site says whose flag it flies; a form that does not know of it leaves it as it is', () => {
  board.run(editSite, { ...SITE, flagCountry: 'GR' }, ADMINISTRATOR);
  board.run(editSite, SITE, ADMINISTRATOR);
  expect(board.queries.run(sites, {}, ADMINISTRATOR)).toMatchObject([{ flagCountry: 'GR' }]);
  expect(() => board.run(editSite, { ...SITE, flagCountry: 'Greece' }, ADMINISTRATOR)).toThrow(
    'Two capital letters',
  );
});

test('a vessel says what forms ask about it; what is emptied is known no longer, and nothing of it is required', () => {
  const particulars = { callSign: 'SVAB7', grossTonnage: 24_785, yearBuilt: 2011, classSociety: 'DNV' };
  board.run(editSite, { ...SITE, ...particulars, operatorName: '' }, ADMINISTRATOR);
  expect(board.queries.run(sites, {}, ADMINISTRATOR)).toMatchObject([{ ...particulars, operatorName: null }]);
  board.run(editSite, SITE, ADMINISTRATOR);
  board.run(editSite, { ...SITE, callSign: null }, ADMINISTRATOR);
  expect(board.queries.run(sites, {}, ADMINISTRATOR)).toMatchObject([{ ...particulars, callSign: null }]);
  expect(() => board.run(editSite, { ...SITE, yearBuilt: 1066 }, ADMINISTRATOR)).toThrow('From 1800 on.');
});
