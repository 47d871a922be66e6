import { castFor } from './cast.ts';
import type { Company, DemonstrationSiteCode } from './company.ts';
import type { IncidentDraft } from './incident-life.ts';
import { randomFrom } from './random.ts';
import type { IncidentTexts } from './scenario.ts';
import { MINUTE_MS } from '../kernel/durations.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

type DrillPlan = {
  readonly site: DemonstrationSiteCode;
  readonly type: 'fire' | 'man_overboard' | 'dangerous_goods_leak';
  /** Minutes between the alarm and now. */
  readonly age: number;
  readonly texts: IncidentTexts;
};

/** The exercises of the last weeks, run like real ones and over. */
const DRILLS: readonly DrillPlan[] = [
  {
    site: 'AUR',
    type: 'fire',
    age: 12 * DAY,
    texts: {
      title: 'Fire drill: galley, one person missing at muster',
      description: 'Alarm at 10:00, deep fryer assumed on fire. Messman plays the missing person.',
      place: 'Galley',
      resolution: 'Mustered in 4 minutes, missing person found in 9, fire declared out after 17.',
      rootCause: 'Exercise. The search team took the wrong set of breathing apparatus first.',
      correctiveAction: 'Sets are marked by team. The same drill again in a month.',
    },
  },
  {
    site: 'CAS',
    type: 'man_overboard',
    age: 26 * DAY,
    texts: {
      title: 'Man overboard drill: dummy from the starboard pilot door',
      description: 'Dummy in the water in daylight, sea slight. Williamson turn, rescue boat lowered.',
      place: 'Starboard pilot door',
      resolution: 'Dummy on board after 14 minutes.',
      rootCause: 'Exercise. The painter of the rescue boat was fast to the wrong cleat.',
      correctiveAction: 'Painter led as the plan shows, photo of it at the station.',
    },
  },
  {
    site: 'RTM',
    type: 'dangerous_goods_leak',
    age: 5 * DAY,
    texts: {
      title: 'Spill drill: 200 litres of a corrosive cleaning agent at dock 3',
      description: 'A pallet is assumed to have fallen from a fork. Drain at 6 metres.',
      place: 'Dock 3',
      resolution: 'Drain covered after 3 minutes, spill taken up after 25.',
      rootCause: 'Exercise. Nobody on the late shift knew where the second kit hangs.',
      correctiveAction: 'Both kits are shown at the start of each shift this month.',
    },
  },
];

export const DRILL_COUNT = DRILLS.length;

export function draftDrills(company: Company, seed: number, nowMs: number): IncidentDraft[] {
  return DRILLS.map(({ site, type, age, texts }): IncidentDraft => {
    const random = randomFrom(seed, `drill ${site}`);
    const scenario = { type, category: 'safety' as const };
    const reportedMs = nowMs - age * MINUTE_MS;
    const at = (minutes: number) => reportedMs + minutes * MINUTE_MS;
    return {
      isDrill: true,
      reportedMs,
      severity: 'high',
      scenario,
      texts,
      cast: castFor(company, { siteCode: site, scenario, severity: 'high' }, random),
      steps: [
        { do: 'triage', severity: null, atMs: at(4) },
        { do: 'resolve', atMs: at(40) },
        { do: 'close', atMs: at(2 * DAY) },
      ],
      acknowledgeAfterMinutes: 2,
      random,
    };
  });
}
