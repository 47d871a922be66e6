import type { TRIGGERS } from '../schema/escalation.ts';

/** The four kinds of escalation that others know. */
export const ESCALATION_TYPES = ['severity', 'sla_breach', 'manual', 'automatic'] as const;
export type EscalationType = (typeof ESCALATION_TYPES)[number];
type Trigger = (typeof TRIGGERS)[number];

/**
 * INC-76: our triggers by those names, beside ours in what is exported. A deadline that passed is a breach, be it that
 * for acknowledging or that for resolving; what the ladder does because nobody moved the incident has no deadline that
 * anybody agreed on.
 */
export const ESCALATION_TYPE_OF: { readonly [T in Trigger]: EscalationType } = {
  critical_report: 'severity',
  unacknowledged: 'sla_breach',
  overdue: 'sla_breach',
  stale: 'automatic',
  manual: 'manual',
};
