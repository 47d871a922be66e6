import { isoOf, msOf } from '../../../kernel/clock.ts';
import type { ComplianceEntry, Framework } from '../schema/compliance.ts';
import type { CaseFacts } from './casualty-class.ts';
import { COMPANY_DUTIES } from './duties-company.ts';
import { EU_DUTIES } from './duties-europe.ts';
import { NATIONAL_DUTIES } from './duties-national.ts';
import { SECURITY_AND_LABOUR_DUTIES } from './duties-security.ts';
import { SHIP_DUTIES } from './duties-ship.ts';
import { US_DUTIES } from './duties-us.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';

/**
 * INC-41: whom an incident obliges to tell whom, by when, and why. Each duty is a line of a table; a new flag, coast
 * or framework is a new line. Worse facts never take a duty away.
 */
export type DutyRule = {
  readonly id: string;
  readonly framework: Framework;
  /** The clause. */
  readonly requirement: string;
  /** INC-46: where clause and time were taken from, and what they say. */
  readonly source: string;
  authority(facts: CaseFacts): string;
  readonly form: string | null;
  /** Somebody outside the company must be told. */
  readonly mustReport: boolean;
  /** Hours; `at once` where the clause gives no figure; null: it sets no time. */
  readonly within: number | 'at once' | null;
  /** What the time counts from: the event itself, or when the company knew of it. */
  readonly from: 'occurrence' | 'report';
  /** Why it applies, in words; empty: it does not. */
  because(facts: CaseFacts): readonly string[];
};

/**
 * "Immediately", "without delay" and "at the earliest opportunity" give no figure. After this long the duty is shown
 * as late: our own measure, so that it is chased.
 */
export const AT_ONCE_HOURS = 1;
const BECAUSE_MAX = 1_000;

export const DUTY_RULES: readonly DutyRule[] = [
  ...COMPANY_DUTIES,
  ...SHIP_DUTIES,
  ...US_DUTIES,
  ...SECURITY_AND_LABOUR_DUTIES,
  ...EU_DUTIES,
  ...NATIONAL_DUTIES,
];

/** INC-46: where the rule of a duty was taken from; undefined where a person added it. */
export function sourceOf(ruleId: string | null): string | undefined {
  return DUTY_RULES.find(({ id }) => id === ruleId)?.source;
}

export type Duty = Pick<
  ComplianceEntry,
  | 'framework'
  | 'requirement'
  | 'because'
  | 'mustReport'
  | 'isImmediate'
  | 'authority'
  | 'countedFrom'
  | 'reportDueAt'
  | 'form'
> & { readonly ruleId: string };

export function dutiesOf(
  facts: CaseFacts,
  times: { readonly occurredAt: string; readonly reportedAt: string },
): readonly Duty[] {
  return DUTY_RULES.flatMap((rule) => {
    const reasons = rule.because(facts);
    if (reasons.length === 0) return [];
    const countedFrom = rule.from === 'occurrence' ? times.occurredAt : times.reportedAt;
    return [
      {
        ruleId: rule.id,
        framework: rule.framework,
        requirement: rule.requirement,
        because: reasons.join('; ').slice(0, BECAUSE_MAX),
        mustReport: rule.mustReport,
        isImmediate: rule.within === 'at once',
        authority: rule.authority(facts),
        countedFrom,
        reportDueAt: dueAt(rule, countedFrom),
        form: rule.form,
      },
    ];
  });
}

function dueAt({ within }: Pick<DutyRule, 'within'>, countedFrom: string): string | null {
  if (within === null) return null;
  return isoOf(msOf(countedFrom) + (within === 'at once' ? AT_ONCE_HOURS : within) * HOUR_MS);
}
