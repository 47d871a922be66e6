import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../../kernel/define-entity.ts';
import { Instant, prose } from '../../../kernel/fields.ts';
import { Country } from '../../settings/schema.ts';

export const VESSEL_KINDS = ['cargo', 'tank', 'passenger', 'offshore', 'other'] as const;
/** In the order in which it gets worse. */
export const POLLUTIONS = ['none', 'probable', 'discharged', 'severe'] as const;
export const POLLUTANTS = ['oil', 'noxious_liquid', 'packaged', 'other'] as const;

const PEOPLE_MAX = 10_000;
const People = z.int().min(0).max(PEOPLE_MAX);
const TONNES_MAX = 1_000_000;
const USD_MAX = 100_000_000_000;

/** What an authority asks about an incident, beyond what its report says. */
export const factFields = {
  /** Null: when it was reported. */
  occurredAt: Instant.nullable(),
  /** State whose flag the ship flies, or in which the site lies. */
  flagState: Country.nullable(),
  /** Nearest coastal State; null on the high seas or on land. */
  coastalState: Country.nullable(),
  /** On the navigable waters of the United States; of a tank vessel also in its exclusive economic zone. */
  inUsWaters: z.boolean(),
  /** Engaged in activities on the outer continental shelf of the United States (33 CFR 140.10). */
  onUsShelf: z.boolean(),
  vesselKind: z.enum(VESSEL_KINDS),
  dead: People,
  missing: People,
  /** Cannot function normally for more than 72 hours, from within 7 days of the injury (MSC.255(84) 2.18). */
  seriouslyInjured: People,
  /** Needed more than first aid and cannot do their usual work (46 CFR 4.05-1(a)(6)). */
  treated: People,
  /** Lost, presumed lost or abandoned. */
  totalLoss: z.boolean(),
  /** Material damage to the ship, another ship or infrastructure. */
  materialDamage: z.boolean(),
  /** Propulsion, steering or electrical power was lost, or the ship is disabled. */
  lostControl: z.boolean(),
  /** Seaworthiness or fitness for the voyage suffers: fire, flooding, safety equipment. */
  unseaworthy: z.boolean(),
  pollution: z.enum(POLLUTIONS),
  pollutant: z.enum(POLLUTANTS).nullable(),
  pollutantTonnes: z.number().min(0).max(TONNES_MAX).nullable(),
  propertyDamageUsd: z.int().min(0).max(USD_MAX).nullable(),
  /** What else is known: position, weather, persons on board, other ships. */
  circumstances: prose(5_000),
};

/** The facts by which it is decided who must be told; one an incident. */
export const incidentFacts = defineEntity({
  kind: 'incident-facts',
  collection: 'incidents',
  version: 1,
  fields: {
    incidentId: z.string().max(36),
    ...factFields,
    assessedAt: Instant,
    assessedByName: z.string().max(80),
  },
  indexes: [['incidentId']],
  partOf: 'incidentId',
  signatures: [{ name: 'assessedByName' }],
});
export type IncidentFacts = RecordOf<typeof incidentFacts>;
export type FactFields = Pick<IncidentFacts, keyof typeof factFields>;

export const NO_FACTS: FactFields = {
  occurredAt: null,
  flagState: null,
  coastalState: null,
  inUsWaters: false,
  onUsShelf: false,
  vesselKind: 'cargo',
  dead: 0,
  missing: 0,
  seriouslyInjured: 0,
  treated: 0,
  totalLoss: false,
  materialDamage: false,
  lostControl: false,
  unseaworthy: false,
  pollution: 'none',
  pollutant: null,
  pollutantTonnes: null,
  propertyDamageUsd: null,
  circumstances: '',
};
