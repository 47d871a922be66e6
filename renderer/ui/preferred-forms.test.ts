import { afterEach, describe, expect, it } from 'vitest';
import { USUAL_PREFERENCES } from '#shared/domains/work/schema.ts';
import { usePreferences } from '#renderer/shell/preferences/preferences-store.ts';
import { clockText, dateText, dayText, instantText } from './format.ts';
import { distanceText, massText, positionText, temperatureText } from './units.ts';

const AT = '2026-11-21T14:05:00.000Z';
const prefer = (changes: Partial<typeof USUAL_PREFERENCES>) =>
  usePreferences.setState({ preferences: { ...USUAL_PREFERENCES, ...changes } });
afterEach(() => prefer({}));

const dates = () => [dateText, dayText, clockText, instantText].map((text) => text(AT, 'Europe/Athens'));

describe('dates', () => {
  it('are in the site’s time and the usual style until a person chooses', () => {
    expect(dates()).toEqual(['21 Nov 2026', '21 Nov', '16:05', '21 Nov 2026, 16:05']);
  });

  it('follow the style that a person prefers', () => {
    prefer({ dateStyle: 'month-day-year', clockStyle: '12' });
    expect(dates().map((text) => text.replaceAll('\u202f', ' '))).toEqual([
      'Nov 21, 2026',
      'Nov 21',
      '4:05 PM',
      'Nov 21, 2026, 4:05 PM',
    ]);
    prefer({ dateStyle: 'iso' });
    expect(dates()).toEqual(['2026-11-21', '11-21', '16:05', '2026-11-21 16:05']);
  });

  it('are in a zone of one’s own wherever the site is', () => {
    prefer({ zone: 'own', ownZone: 'Asia/Tokyo' });
    expect(dates()).toEqual(['21 Nov 2026', '21 Nov', '23:05', '21 Nov 2026, 23:05']);
  });
});

describe('units', () => {
  const measures = () => [distanceText(18_520), temperatureText(21.5), massText(1_200)];

  it('are those of the sea until a person chooses others', () => {
    expect(measures()).toEqual(['10 nm', '21.5 °C', '1.2 t']);
    prefer({ distance: 'km', temperature: 'F', mass: 'lb' });
    expect(measures()).toEqual(['19 km', '70.7 °F', '2,646 lb']);
  });

  it('say a position as it stands in a log book', () => {
    expect([
      positionText({ latitude: 37.9421, longitude: 23.6465 }),
      positionText({ latitude: -0.99999, longitude: -179.99999 }),
    ]).toEqual(['37° 56.5′ N, 023° 38.8′ E', '01° 00.0′ S, 180° 00.0′ W']);
  });
});
