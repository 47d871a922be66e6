import { isoOf, msOf } from '../../../kernel/clock.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';
import type { Severity } from '../../../kernel/fields.ts';
import type { Incident, IncidentType } from '../schema.ts';
import type { ComplianceEntry } from '../schema/compliance.ts';
import { type FactFields, NO_FACTS } from '../schema/facts.ts';
import type { CaseFacts } from './casualty-class.ts';
import { type Duty, dutiesOf } from './reportability.ts';

/** The provisional duty's rule: it asks that somebody assesses, and no clause knows it. */
export const ASSESSMENT = 'assess-reportability';
const REQUIREMENT = 'To be assessed: who must be told';

/**
 * Where somebody died or was hurt and no rule of ours knows a deadline of the country: our own measure, so that it is
 * chased. No clause gives it.
 */
const OWN_MEASURE_HOURS = 24;
const BECAUSE_MAX = 1_000;

type Told = Pick<Incident, 'type' | 'severity' | 'injured' | 'dead' | 'reportedAt' | 'occurredAt'>;
type Home = Pick<CaseFacts, 'siteKind' | 'flagState'>;

/**
 * INC-45: what a report says, taken at its worst, may bring a duty towards an authority. Then somebody is asked at once
 * to assess it, by the first deadline that any of those clauses sets: it runs from the event or the report, and not from
 * the assessment. Undefined: nothing of what was reported makes any clause apply.
 */
export function assessmentOf(told: Told, home: Home): Duty | undefined {
  const { reportedAt, injured = 0, dead = 0 } = told;
  const occurredAt = told.occurredAt ?? reportedAt;
  const duties = dutiesOf(worstCase(told, home), { occurredAt, reportedAt }).filter((one) => one.mustReport);
  const [first] = duties.toSorted((one, other) => (dueOf(one) < dueOf(other) ? -1 : 1));
  if (first !== undefined) {
    const clauses = duties.map(({ requirement, because }) => `${requirement} (${because})`);
    return {
      ...first,
      ruleId: ASSESSMENT,
      requirement: REQUIREMENT,
      because: `the report may ask for: ${clauses.join('; ')}`.slice(0, BECAUSE_MAX),
      form: null,
    };
  }
  if (injured + dead === 0) return undefined;
  return {
    ruleId: ASSESSMENT,
    framework: 'NATIONAL',
    requirement: REQUIREMENT,
    because: 'somebody died or was hurt, and the law of the country may ask for a report',
    mustReport: true,
    isImmediate: false,
    authority: '',
    countedFrom: reportedAt,
    reportDueAt: isoOf(msOf(reportedAt) + OWN_MEASURE_HOURS * HOUR_MS),
    form: null,
  };
}

/** Whether an entry only asks for the assessment. */
export function isAssessment({ ruleId }: Pick<ComplianceEntry, 'ruleId'>): boolean {
  return ruleId === ASSESSMENT;
}

/** What no time is set for comes last. */
const dueOf = ({ reportDueAt }: Duty): string => reportDueAt ?? '9999';

function worstCase({ type, severity, injured = 0, dead = 0 }: Told, home: Home): CaseFacts {
  const worst = WORST[type]?.(severity) ?? {};
  return {
    ...NO_FACTS,
    ...worst,
    ...home,
    type,
    severity,
    dead,
    // An injury is serious until somebody knows that it is not.
    seriouslyInjured: Math.max(injured, worst.seriouslyInjured ?? 0),
    missing: dead > 0 ? 0 : (worst.missing ?? 0),
  };
}

/**
 * What a kind of incident means at its worst. Kinds that clauses name themselves (grounding, collision, personal data)
 * need no line. Damage, failure and breakdown are those of MARPOL Protocol I Art. II(1)(c): collision, grounding, fire,
 * explosion, structural failure, and of steering gear, propulsion, electrical generation.
 */
const WORST: { readonly [T in IncidentType]?: (severity: Severity) => Partial<FactFields> } = {
  fire: () => ({ unseaworthy: true }),
  machinery_failure: (severity) => ({ lostControl: severity === 'high' || severity === 'critical' }),
  /** MARPOL Protocol I Art. II(1)(a). */
  pollution: () => ({ pollution: 'discharged' }),
  /** MARPOL Protocol I Art. II(1)(b): harmful substances in packaged form, lost or likely to be. */
  loss_of_cargo: () => ({ pollution: 'probable', pollutant: 'packaged' }),
  /** MSC.255(84) 2.9.2: the loss of a person from a ship. */
  man_overboard: () => ({ missing: 1 }),
  /** MSC.255(84) 2.9.6: material damage to infrastructure external to a ship. */
  allision: () => ({ materialDamage: true }),
  injury: () => ({ seriouslyInjured: 1 }),
};
