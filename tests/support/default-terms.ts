import { defaultPolicy } from '#shared/domains/incidents/rules/policy.ts';
import type { ClockTerms } from '#shared/domains/incidents/rules/clock.ts';
import { DEFAULT_CALENDAR } from '#shared/domains/settings/calendar.ts';
import type { Severity } from '#shared/kernel/fields.ts';

/** What the clock of an incident goes by where nobody has set anything. */
export function defaultTerms(severity: Severity, timeZone = 'UTC'): ClockTerms {
  const { severities, atRiskPercent } = defaultPolicy('vessel', 'other');
  return { rule: severities[severity], atRiskPercent, calendar: DEFAULT_CALENDAR, timeZone };
}
