import type { CaseFacts, CasualtyClass } from './casualty-class.ts';
import type { DutyRule } from './reportability.ts';

/** What a country asks of ships under its flag or on its coast, beside the conventions. One line a duty. */
export type NationalDuty = {
  readonly id: string;
  readonly country: string;
  /** Under its flag anywhere, on its coast whatever the flag, or both. */
  readonly of: 'flag' | 'coast' | 'either';
  readonly least: CasualtyClass;
  /** A further fact without which it is not asked for. */
  readonly only?: (facts: CaseFacts) => boolean;
  readonly requirement: string;
  /** Who is told, where it is not the authority that the country's table names. */
  readonly authority?: string;
  readonly within: DutyRule['within'];
  readonly from: DutyRule['from'];
  readonly form: string | null;
  readonly source: string;
  /** INC-46: the time or the clause was not found in the law itself, and the DPA looks it up. */
  readonly toConfirm?: true;
};

export const HARM = ({ dead, missing, seriouslyInjured, treated }: CaseFacts): boolean =>
  dead + missing + seriouslyInjured + treated > 0;

export const DAY_HOURS = 24;
