import fc from 'fast-check';
import { expect, it } from 'vitest';
import { incident } from '../schema.ts';
import { intentOf, siteCodeIn, titleAt } from './incoming-call.ts';

const sms = (said: string) => intentOf({ callKind: 'sms', said });
const pressed = (said: string) => intentOf({ callKind: 'call', said });

it('an acknowledgement names an incident, or what one was called for', () => {
  expect([sms('ACK'), sms('ack aur-inc-2026-0012'), sms('Ack #17'), pressed('1'), pressed('1*17#')]).toEqual([
    { what: 'acknowledge', number: null },
    { what: 'acknowledge', number: 'AUR-INC-2026-0012' },
    { what: 'acknowledge', number: '17' },
    { what: 'acknowledge', number: null },
    { what: 'acknowledge', number: '17' },
  ]);
  expect([siteCodeIn('AUR-INC-2026-0012'), siteCodeIn('AUR.2-INC-2026-0012'), siteCodeIn('17')]).toEqual([
    'AUR',
    'AUR',
    null,
  ]);
});

it('anything else with words in it is a report, at the site whose code it begins with', () => {
  expect([sms('AUR: Fire in hold 3\nTwo people hurt'), sms('Acknowledgement form is lost')]).toEqual([
    { what: 'report', siteCode: 'AUR' },
    { what: 'report', siteCode: null },
  ]);
  expect([titleAt('AUR', 'aur: Fire in hold 3\nTwo people hurt'), titleAt('AUR', 'Fire: in hold 3')]).toEqual(
    ['Fire in hold 3', 'Fire: in hold 3'],
  );
});

it('keys and signs that mean nothing are nothing', () => {
  expect(['', '0', '9911', '???', 'ACK what I said'].map((text) => sms(text).what)).toEqual(
    Array.from({ length: 5 }, () => 'nothing'),
  );
});

it('whatever comes in, a report has a title that an incident can have', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 1_000 }), (said) => {
      const intent = sms(said);
      if (intent.what !== 'report' || !incident.schema.shape.description.safeParse(said).success) return;
      expect(incident.schema.shape.title.safeParse(titleAt('AUR', said)).success).toBe(true);
    }),
    { seed: 20_261_121, numRuns: 500 },
  );
});
