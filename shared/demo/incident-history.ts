import type { Severity } from '../kernel/fields.ts';
import { castFor } from './cast.ts';
import { type Company, type DemonstrationSiteCode, SITE_CODES } from './company.ts';
import { ACKNOWLEDGE_AFTER, type IncidentDraft } from './incident-life.ts';
import { planHandling } from './incident-plan.ts';
import { OFFICE_SCENARIOS } from './incident-texts-office.ts';
import { VESSEL_CARGO_SCENARIOS } from './incident-texts-vessel-cargo.ts';
import { VESSEL_ENGINE_SCENARIOS } from './incident-texts-vessel-engine.ts';
import { VESSEL_NAVIGATION_SCENARIOS } from './incident-texts-vessel-navigation.ts';
import { VESSEL_SAFETY_SCENARIOS } from './incident-texts-vessel-safety.ts';
import { WAREHOUSE_CARGO_SCENARIOS } from './incident-texts-warehouse-cargo.ts';
import { WAREHOUSE_SAFETY_SCENARIOS } from './incident-texts-warehouse-safety.ts';
import { type Random, randomFrom } from './random.ts';
import { fillTexts, type Scenario } from './scenario.ts';
import { DAY_MS, HOUR_MS } from '../kernel/durations.ts';

export const HISTORY_DAYS = 731;
/** Newer ones are told one by one (`incident-current.ts`). */
const QUIET_BEFORE_NOW_MS = 6 * HOUR_MS;
/** A scenario comes back at a site after so many others, at the earliest. */
const SITE_MEMORY = 12;
const FLEET_MEMORY = 4;

type Trade = 'vessel' | 'warehouse' | 'office';
export const TRADES: { readonly [Code in DemonstrationSiteCode]: Trade } = {
  AUR: 'vessel',
  BOR: 'vessel',
  CAS: 'vessel',
  OFF: 'office',
  RTM: 'warehouse',
};

export const SCENARIOS: { readonly [T in Trade]: readonly Scenario[] } = {
  vessel: [
    ...VESSEL_CARGO_SCENARIOS,
    ...VESSEL_ENGINE_SCENARIOS,
    ...VESSEL_NAVIGATION_SCENARIOS,
    ...VESSEL_SAFETY_SCENARIOS,
  ],
  warehouse: [...WAREHOUSE_CARGO_SCENARIOS, ...WAREHOUSE_SAFETY_SCENARIOS],
  office: OFFICE_SCENARIOS,
};

/** Incidents a day, on working days and at weekends. A ship knows no weekend. */
const PER_DAY: { readonly [Code in DemonstrationSiteCode]: readonly [weekday: number, weekend: number] } = {
  AUR: [0.36, 0.36],
  BOR: [0.31, 0.31],
  CAS: [0.28, 0.28],
  OFF: [0.13, 0.02],
  RTM: [0.45, 0.12],
};

/** By month: winter weather at sea, the peak season ashore. */
const SEASON: { readonly [T in Trade]: readonly number[] } = {
  vessel: [1.3, 1.25, 1.1, 0.95, 0.85, 0.85, 0.9, 0.9, 0.95, 1.05, 1.15, 1.3],
  warehouse: [0.85, 0.85, 0.95, 0.95, 1, 1.05, 1.05, 0.95, 1.05, 1.15, 1.3, 1.15],
  office: [1, 1, 1, 1, 1, 1, 0.8, 0.6, 1.1, 1.1, 1.1, 0.9],
};

/** Hours (UTC) in which work goes on; outside of them only the watch meets anything. */
const WORKING_HOURS: { readonly [T in Trade]: readonly [from: number, to: number, share: number] } = {
  vessel: [5, 16, 0.65],
  warehouse: [4, 20, 0.97],
  office: [6, 16, 0.95],
};

const SEVERITY_WEIGHTS: { readonly [T in Trade]: { readonly [S in Severity]: number } } = {
  vessel: { low: 50, medium: 34, high: 13.5, critical: 2.5 },
  warehouse: { low: 56, medium: 32, high: 10.5, critical: 1.5 },
  office: { low: 58, medium: 32, high: 9, critical: 1 },
};
const SEVERITY_ORDER: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

type Occurrence = {
  readonly siteCode: DemonstrationSiteCode;
  readonly reportedMs: number;
  readonly random: Random;
};

/** Two years of ordinary incidents, in order of report, all of them resolved before `nowMs`. */
export function draftHistory(company: Company, seed: number, nowMs: number): IncidentDraft[] {
  const recent = new Map<DemonstrationSiteCode, Scenario[]>();
  const everywhere: Scenario[] = [];
  return occurrences(seed, nowMs).map(({ siteCode, reportedMs, random }) => {
    const trade = TRADES[siteCode];
    const severity = random.weighted(SEVERITY_ORDER, (level) => SEVERITY_WEIGHTS[trade][level]);
    const here = recent.get(siteCode) ?? [];
    const avoided = [...here.slice(-SITE_MEMORY), ...everywhere.slice(-FLEET_MEMORY)];
    const scenario = chooseScenario({ trade, severity, reportedMs, avoided, random });
    recent.set(siteCode, [...here, scenario]);
    everywhere.push(scenario);
    const resolvedByMs = nowMs - HOUR_MS;
    return {
      reportedMs,
      severity,
      scenario,
      texts: fillTexts(scenario, random),
      cast: castFor(company, { siteCode, scenario, severity }, random),
      steps: planHandling({ reportedMs, severity, trade, scenario, resolvedByMs, random }),
      acknowledgeAfterMinutes: random.logNormal(...ACKNOWLEDGE_AFTER[severity]),
      random,
    };
  });
}

function occurrences(seed: number, nowMs: number): Occurrence[] {
  const found: Occurrence[] = [];
  const lastMs = nowMs - QUIET_BEFORE_NOW_MS;
  const firstDay = Math.floor((nowMs - HISTORY_DAYS * DAY_MS) / DAY_MS);
  for (let day = firstDay; day * DAY_MS <= lastMs; day += 1) {
    for (const siteCode of SITE_CODES) {
      // Drawn by date: the same days are busy whenever the demonstration is started.
      const random = randomFrom(seed, `${siteCode} day ${day}`);
      for (let left = random.poisson(ratePerDay(siteCode, day)); left > 0; left -= 1) {
        const reportedMs = day * DAY_MS + timeOfDayMs(TRADES[siteCode], random);
        if (reportedMs > lastMs) continue;
        found.push({ siteCode, reportedMs, random: randomFrom(seed, `${siteCode} at ${reportedMs}`) });
      }
    }
  }
  return found.sort((a, b) => a.reportedMs - b.reportedMs);
}

function ratePerDay(siteCode: DemonstrationSiteCode, day: number): number {
  const date = new Date(day * DAY_MS);
  const isWeekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const season = SEASON[TRADES[siteCode]][date.getUTCMonth()] ?? 1;
  return PER_DAY[siteCode][isWeekend ? 1 : 0] * season;
}

function timeOfDayMs(trade: Trade, random: Random): number {
  const [from, to, share] = WORKING_HOURS[trade];
  const hour = random.chance(share) ? from + random.next() * (to - from) : random.next() * 24;
  return Math.floor(hour * HOUR_MS);
}

type Choice = {
  readonly trade: Trade;
  readonly severity: Severity;
  readonly reportedMs: number;
  readonly avoided: readonly Scenario[];
  readonly random: Random;
};

function chooseScenario({ trade, severity, reportedMs, avoided, random }: Choice): Scenario {
  const fitting = SCENARIOS[trade].filter((scenario) => scenario.severities.includes(severity));
  const fresh = fitting.filter((scenario) => !avoided.includes(scenario));
  const month = new Date(reportedMs).getUTCMonth();
  const season = month >= 4 && month <= 8 ? 'summer' : 'winter';
  return random.weighted(fresh.length > 0 ? fresh : fitting, (scenario) => {
    if (scenario.season === undefined) return 1;
    return scenario.season === season ? 2 : 0.3;
  });
}
