import type { JobProfile } from '../access/roles.ts';
import type { Category, IncidentType } from '../domains/incidents/schema.ts';
import type { Severity } from '../kernel/fields.ts';
import type { Random } from './random.ts';

/**
 * Something that happens at a kind of site. Texts may hold `{place}`, `{3..8}` for a number, `{port|starboard}`
 * for one of several words and `{hold}` for one of a pool; the same slot is filled alike in all texts.
 */
export type Scenario = {
  readonly type: IncidentType;
  readonly category: Category;
  /** Severities it is reported with. */
  readonly severities: readonly Severity[];
  readonly title: string;
  readonly description: string;
  /** Where it may happen, as in the middle of a sentence. */
  readonly places: readonly string[];
  readonly resolution: string;
  readonly rootCause: string;
  readonly correctiveAction: string;
  /** Who works on it, when it is not the safety officer, the shift lead or the duty officer. */
  readonly handler?: JobProfile;
  /** Happens mostly then. */
  readonly season?: 'winter' | 'summer';
};

/** What is needed to tell one case. */
export type ScenarioTexts = Omit<Scenario, 'severities' | 'season'>;

export type IncidentTexts = Pick<
  Scenario,
  'title' | 'description' | 'resolution' | 'rootCause' | 'correctiveAction'
> & { readonly place: string };

const POOLS: { readonly [name: string]: readonly string[] } = {
  hold: ['no. 1 cargo hold', 'no. 2 cargo hold', 'no. 3 cargo hold', 'no. 4 cargo hold', 'no. 5 cargo hold'],
  generator: ['no. 1 diesel generator', 'no. 2 diesel generator', 'no. 3 diesel generator'],
  crane: ['no. 1 deck crane', 'no. 2 deck crane', 'no. 3 deck crane'],
  harbour: [
    'Piraeus',
    'Rotterdam',
    'Algeciras',
    'Gemlik',
    'Limassol',
    'Valencia',
    'Hamburg',
    'Antwerp',
    'Marsaxlokk',
    'Constanța',
    'Koper',
    'Alexandria',
    'Port Klang',
    'Colombo',
  ],
  sailor: ['an able seaman', 'an ordinary seaman', 'the bosun', 'a deck cadet', 'a deck fitter'],
  motorman: ['the oiler on watch', 'a wiper', 'the engine fitter', 'an engine cadet', 'the fourth engineer'],
};
const SLOT = /\{([^{}]+)\}/g;
const RANGE = /^(\d+)\.\.(\d+)$/;

/** The texts of one case, every slot filled. */
export function fillTexts(scenario: ScenarioTexts, random: Random): IncidentTexts {
  const place = random.pick(scenario.places);
  const filled = new Map<string, string>([['place', place]]);

  function fill(text: string): string {
    return text.replace(SLOT, (_all, slot: string) => {
      const value = filled.get(slot) ?? valueFor(slot, random);
      filled.set(slot, value);
      return value;
    });
  }

  return {
    title: capitalised(fill(scenario.title)),
    description: capitalised(fill(scenario.description)),
    resolution: capitalised(fill(scenario.resolution)),
    rootCause: capitalised(fill(scenario.rootCause)),
    correctiveAction: capitalised(fill(scenario.correctiveAction)),
    place: capitalised(place),
  };
}

function valueFor(slot: string, random: Random): string {
  const range = RANGE.exec(slot);
  if (range !== null) return String(random.integer(Number(range[1]), Number(range[2])));
  const pool = POOLS[slot];
  if (pool !== undefined) return random.pick(pool);
  if (slot.includes('|')) return random.pick(slot.split('|'));
  throw new Error(`No pool is called ${slot}`);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
