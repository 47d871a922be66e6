import { afterEach, expect, it } from 'vitest';
import { USUAL_PREFERENCES } from '#shared/domains/work/schema.ts';
import { usePreferences } from '../preferences/preferences-store.ts';
import { cronText } from './cron-text.ts';

const prefer = (changes: Partial<typeof USUAL_PREFERENCES>) =>
  usePreferences.setState({ preferences: { ...USUAL_PREFERENCES, ...changes } });
afterEach(() => prefer({}));

it.each([
  ['*/5 * * * *', 'every 5 minutes'],
  ['* * * * *', 'every minute'],
  ['0 * * * *', 'every hour'],
  ['17 * * * *', 'every hour, 17 minutes past'],
  ['0 */6 * * *', 'every 6 hours'],
  ['1 */2 * * *', 'every 2 hours, 1 minute past'],
  ['0 2 * * *', 'every day at 02:00'],
  ['30 9,14 * * *', 'every day at 09:30 and 14:30'],
  ['0 3 * * 0', 'Sundays at 03:00'],
  ['0 3 * * 7', 'Sundays at 03:00'],
  ['0 8 * * 1', 'Mondays at 08:00'],
  ['0 8 * * 1,3,5', 'Mondays, Wednesdays and Fridays at 08:00'],
  ['0 8 * * 1-5', 'Monday to Friday at 08:00'],
  ['0 2 1 * *', 'on day 1 of every month at 02:00'],
])('says %s as "%s"', (cron, text) => {
  expect(cronText(cron)).toBe(text);
});

it.each([
  '*/7 * * * *',
  '0 */5 * * *',
  '*/5 8 * * *',
  '*/5 */2 * * *',
  '0,30 8 * * *',
  '0 8-17 * * *',
  '0 25 * * *',
  '0 8 1,15 * *',
  '0 8 1 * 1',
  '0 8 L * *',
  '0 8 * 6 *',
  '0 8 * * MON',
  '0 8 * * 1-9',
  '0 0 8 * * 1',
  '@daily',
  '',
])('leaves %j to be read as it is', (cron) => {
  expect(cronText(cron)).toBeNull();
});

it('tells the time as the person reads it, and moves it to no other zone', () => {
  prefer({ clockStyle: '12', zone: 'own', ownZone: 'Asia/Tokyo' });
  expect(cronText('0 14 * * 1')?.replaceAll('\u202f', ' ')).toBe('Mondays at 2:00 pm');
});
