import type { PersonActor } from './can.ts';
import type { Feature } from './features.ts';

/** What somebody may take without having it, when waiting for who has it would do more harm. */
export const BREAKABLE_FEATURES = [
  'incidents.read',
  'incidents.report',
  'incidents.handle',
  'incidents.escalate',
  'incidents.acknowledge',
  'incidents.close',
  'incidents.reopen',
  'sync.manage',
  'people.read',
] as const satisfies readonly Feature[];
export type BreakableFeature = (typeof BREAKABLE_FEATURES)[number];

export const BREAK_GLASS_MINUTES = 60;
export const BREAK_GLASS_REASON_CHARACTERS_MIN = 10;

export function isBreakable(feature: string): feature is BreakableFeature {
  return BREAKABLE_FEATURES.some((one) => one === feature);
}

/** A person with what they took. A personal denial, and what partners may at most, still beat it. */
export function withTaken(person: PersonActor, taken: readonly string[]): PersonActor {
  const features = taken.filter(isBreakable);
  return features.length === 0 ? person : { ...person, granted: [...person.granted, ...features] };
}
