import { type Severity, severityRank } from '../../../kernel/fields.ts';
import type { Incident } from '../schema.ts';

type Said = Pick<Incident, 'injured' | 'dead' | 'impact'> & { readonly severity: Severity | null };
export type SeverityDoubt = { readonly because: 'dead' | 'injured' | 'impact'; readonly atLeast: Severity };

/**
 * INC-60: what came of it asks for a worse severity than was chosen. It is said to whoever chooses and changes nothing:
 * they see what happened, and in doubt the worse one is right.
 */
export function severityDoubt({ severity, injured = 0, dead = 0, impact }: Said): SeverityDoubt | undefined {
  if (severity === null) return undefined;
  const worst = worstOf({ isDeath: dead > 0, isInjury: injured > 0, impact });
  return worst !== undefined && severityRank(severity) < severityRank(worst.atLeast) ? worst : undefined;
}

type Came = { readonly isDeath: boolean; readonly isInjury: boolean; readonly impact: Incident['impact'] };

function worstOf({ isDeath, isInjury, impact }: Came): SeverityDoubt | undefined {
  if (isDeath) return { because: 'dead', atLeast: 'high' };
  if (impact === 'critical') return { because: 'impact', atLeast: 'high' };
  if (isInjury) return { because: 'injured', atLeast: 'medium' };
  if (impact === 'major') return { because: 'impact', atLeast: 'medium' };
  return undefined;
}
