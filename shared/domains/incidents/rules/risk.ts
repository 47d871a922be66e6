export const RISK_SCALE = [1, 2, 3, 4, 5] as const;
export const RISK_BANDS = ['low', 'medium', 'high', 'critical'] as const;
export type RiskBand = (typeof RISK_BANDS)[number];

/** INC-33: likelihood times consequence, 1 to 5 each; from 5 on medium, from 10 on high, from 15 on critical. */
export function riskBand(likelihood: number, consequence: number): RiskBand {
  const score = likelihood * consequence;
  if (score >= 15) return 'critical';
  if (score >= 10) return 'high';
  return score >= 5 ? 'medium' : 'low';
}
