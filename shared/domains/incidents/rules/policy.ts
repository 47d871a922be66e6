import type { JobProfile } from '../../../access/roles.ts';
import { DUTY } from '../../../access/duty.ts';
import type { Severity } from '../../../kernel/fields.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { COMPANY_WIDE } from '../../../access/target.ts';
import type { IncidentType } from '../schema.ts';
import { ANY_TYPE, type IncidentPolicy, incidentPolicy, type SeverityRule } from '../schema/policy.ts';

type SiteKind = keyof typeof DUTY;

/** How incidents of a type are timed and escalated at a site. */
export type Policy = Omit<IncidentPolicy, 'id' | 'kind' | 'siteId' | 'incidentType'>;

/**
 * INC-2, INC-3, INC-5: what holds where nobody has set anything. ISM Code chapter 9 asks for reporting, analysis and
 * corrective action, not for times; the hours are those the trade works with.
 */
const DEFAULT_SEVERITIES: { readonly [S in Severity]: SeverityRule } = {
  critical: {
    resolutionHours: 4,
    acknowledgeMinutes: 15,
    acknowledgementHours: 4,
    clock: 'around-the-clock',
  },
  high: { resolutionHours: 12, acknowledgeMinutes: 30, acknowledgementHours: 24, clock: 'around-the-clock' },
  medium: { resolutionHours: 24, acknowledgeMinutes: 240, acknowledgementHours: 24, clock: 'working-hours' },
  low: { resolutionHours: 48, acknowledgeMinutes: null, acknowledgementHours: 24, clock: 'working-hours' },
};

/** INC-4: at risk after three quarters of the time. */
const AT_RISK_PERCENT = 75;

/** INC-19: with the quarter of an hour of a critical incident, an hour of calls after the first. */
const CALLS_AGAIN = 4;

/** What must be looked into, whoever has set what: ISM Code 9.1 with the casualties of the IMO code (MSC.255(84)). */
const INVESTIGATED: readonly string[] = [
  'fire',
  'man_overboard',
  'grounding',
  'collision',
  'allision',
  'pollution',
  'injury',
];

export function defaultPolicy(siteKind: SiteKind, type: IncidentType | typeof ANY_TYPE): Policy {
  return {
    severities: DEFAULT_SEVERITIES,
    atRiskPercent: AT_RISK_PERCENT,
    steps: DUTY[siteKind].map((profiles: readonly JobProfile[]) => ({ profiles: [...profiles] })),
    defaultSeverity: null,
    requiresInvestigation: INVESTIGATED.includes(type),
    takesUnknownReports: false,
  };
}

/** INC-19: how often the last level is called again while nobody acknowledges. */
export function callsAgain(policy: Pick<Policy, 'callsAgain'>): number {
  return policy.callsAgain ?? CALLS_AGAIN;
}

/** INC-23: the jobs that are told of every report. */
export function toldAtReport(policy: Pick<Policy, 'toldAtReport' | 'steps'>): readonly JobProfile[] {
  return policy.toldAtReport ?? policy.steps[0]?.profiles ?? [];
}

/** INC-64: the jobs that hear how an incident goes on. */
export function stakeholdersIn(policy: Pick<Policy, 'stakeholders'>): readonly JobProfile[] {
  return policy.stakeholders ?? [];
}

/** INC-11: the most particular one holds, whole: site and type, site, company and type, company, then the program's. */
export function policyFor(
  tx: Pick<ReadTx, 'find'>,
  site: { readonly id: string; readonly kind: SiteKind },
  type: IncidentType | typeof ANY_TYPE,
): Policy {
  return policyAmong((where) => tx.find(incidentPolicy, where)[0], site, type);
}

/** The same where the policies are at hand. */
export function policyAmong(
  find: (where: Pick<IncidentPolicy, 'siteId' | 'incidentType'>) => Policy | undefined,
  site: { readonly id: string; readonly kind: SiteKind },
  type: IncidentType | typeof ANY_TYPE,
): Policy {
  for (const siteId of [site.id, COMPANY_WIDE]) {
    for (const incidentType of new Set([type, ANY_TYPE])) {
      const found = find({ siteId, incidentType });
      if (found !== undefined) return found;
    }
  }
  return defaultPolicy(site.kind, type);
}
