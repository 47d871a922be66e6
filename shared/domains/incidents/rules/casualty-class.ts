import type { Severity } from '../../../kernel/fields.ts';
import type { Category, IncidentType } from '../schema.ts';
import type { FactFields } from '../schema/facts.ts';

/** Of a ship, in the order in which it gets worse. */
export const CASUALTY_CLASSES = ['none', 'near_miss', 'marine_incident', 'serious', 'very_serious'] as const;
export type CasualtyClass = (typeof CASUALTY_CLASSES)[number];

/** What is known of an incident when it is asked who must be told. */
export type CaseFacts = FactFields & {
  readonly type: IncidentType;
  readonly severity: Severity;
  readonly category?: Category;
  readonly siteKind: 'vessel' | 'warehouse' | 'office' | 'dispatch';
};

/**
 * From this much on a discharge is severe damage to the environment. The Code gives no figure; this is how Singapore's
 * Transport Safety Investigation Bureau reads it, and Circ.4/Rev.1 asks for spillages of 50 t and more.
 */
export const SEVERE_TONNES = 50;

/**
 * INC-40: severity as MSC-MEPC.3/Circ.4/Rev.1 has it, with the definitions of the Casualty Investigation Code
 * (MSC.255(84) 2.9, 2.10, 2.18, 2.22). `serious` is every marine casualty that is not very serious; `near_miss` a
 * hazardous occurrence of ISM Code 9.1. What happens ashore has no class.
 */
export function casualtyClassOf(facts: CaseFacts): CasualtyClass {
  if (!isShip(facts)) return 'none';
  const { dead, missing, seriouslyInjured, treated, totalLoss, materialDamage, lostControl } = facts;
  if (dead > 0 || totalLoss || isSevere(facts)) return 'very_serious';
  if (missing > 0 || seriouslyInjured > 0 || materialDamage || lostControl) return 'serious';
  if (facts.type === 'grounding' || facts.type === 'collision') return 'serious';
  const isDanger = facts.severity === 'high' || facts.severity === 'critical';
  if (isDanger || treated > 0 || facts.unseaworthy || facts.pollution !== 'none') return 'marine_incident';
  return ENDANGERS.has(facts.type) ? 'marine_incident' : 'near_miss';
}

export function isShip({ siteKind }: Pick<CaseFacts, 'siteKind'>): boolean {
  return siteKind === 'vessel';
}

export function isSevere({ pollution, pollutantTonnes }: FactFields): boolean {
  return pollution === 'severe' || (pollution === 'discharged' && (pollutantTonnes ?? 0) >= SEVERE_TONNES);
}

export function isAtLeast(found: CasualtyClass, least: CasualtyClass): boolean {
  return CASUALTY_CLASSES.indexOf(found) >= CASUALTY_CLASSES.indexOf(least);
}

/** What endangers a ship or somebody on it by its very kind. */
const ENDANGERS: ReadonlySet<IncidentType> = new Set([
  'fire',
  'man_overboard',
  'allision',
  'pollution',
  'loss_of_cargo',
  'security_threat',
]);
