import { describe, expect, it } from 'vitest';
import { report } from '../domains/incidents/commands/report.ts';
import { INCIDENT_TYPES } from '../domains/incidents/schema.ts';
import { SEVERITIES } from '../kernel/fields.ts';
import { SCENARIOS } from './incident-history.ts';
import { randomFrom } from './random.ts';
import { fillTexts, type Scenario } from './scenario.ts';

const TRADES = ['vessel', 'warehouse', 'office'] as const;

const FALL: Scenario = {
  type: 'injury',
  category: 'safety',
  severities: ['low'],
  title: '{sailor} fell {2..4} m at {place}',
  description: '{2..4} m, {port|starboard} side, {port|starboard} bow.',
  places: ['no. 3 cargo hold'],
  resolution: 'Seen by {sailor}.',
  rootCause: 'Ladder.',
  correctiveAction: 'None.',
};

describe('the texts', () => {
  it('fill a slot alike in all texts of one case and begin with a capital', () => {
    const { title, description, resolution, place } = fillTexts(FALL, randomFrom(3, 'fall'));
    const [, sailor, metres] = /^(.+) fell (\d) m at no\. 3 cargo hold$/.exec(title) ?? [];
    const [, side] = /, (port|starboard) side/.exec(description) ?? [];
    expect(title).toMatch(/^[A-Z]/);
    expect([description, resolution.toLowerCase(), place]).toEqual([
      `${metres} m, ${side} side, ${side} bow.`,
      `seen by ${sailor?.toLowerCase()}.`,
      'No. 3 cargo hold',
    ]);
  });

  it('refuse a slot of a pool that does not exist', () => {
    expect(() => fillTexts({ ...FALL, title: '{sailer} fell' }, randomFrom(3, 'fall'))).toThrow(
      'No pool is called sailer',
    );
  });

  it('can all be reported, whatever is drawn for their slots', () => {
    for (const trade of TRADES) {
      for (const scenario of SCENARIOS[trade]) {
        for (let draw = 0; draw < 10; draw += 1) {
          const { title, description, place } = fillTexts(scenario, randomFrom(draw, scenario.title));
          const { type, category, severities } = scenario;
          const input = { title, description, place, type, category, severity: severities[0] };
          expect(report.input.safeParse(input).error).toBe(undefined);
        }
      }
    }
  });

  it('are of types that the kind of site knows, and differ in their titles', () => {
    for (const trade of TRADES) {
      const known: readonly string[] = [...INCIDENT_TYPES[trade], 'other'];
      expect(SCENARIOS[trade].filter((scenario) => !known.includes(scenario.type))).toEqual([]);
    }
    const titles = TRADES.flatMap((trade) => SCENARIOS[trade].map((scenario) => scenario.title));
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBeGreaterThanOrEqual(150);
  });

  it('are enough for every severity that none comes twice running', () => {
    for (const trade of TRADES) {
      for (const severity of SEVERITIES) {
        const fitting = SCENARIOS[trade].filter((scenario) => scenario.severities.includes(severity));
        expect([trade, severity, fitting.length >= 3]).toEqual([trade, severity, true]);
      }
    }
  });
});
