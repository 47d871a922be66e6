import type { PersonActor } from './can.ts';
import { FEATURES, type Feature } from './features.ts';

/** What nobody may be kept from when something burns, however long the company was out of reach. */
const EMERGENCIES: readonly Feature[] = ['incidents.report', 'incidents.acknowledge', 'incidents.escalate'];
/** What leads out of it: an exchange, or a file with one. And nobody is kept from a better passphrase. */
const WAY_OUT: readonly Feature[] = ['sync.manage', 'sign-in.own'];

/** Reading, emergencies, and the way out: what is left once the company's word for somebody has run out. */
export function isOpenWhenLapsed(feature: Feature): boolean {
  return feature.endsWith('.read') || EMERGENCIES.includes(feature) || WAY_OUT.includes(feature);
}

/** Somebody for whom the company has not vouched at this console for too long. Nothing is added to what they had. */
export function lapsed(person: PersonActor): PersonActor {
  const closed = FEATURES.filter((feature) => !isOpenWhenLapsed(feature));
  return { ...person, isLapsed: true, denied: [...person.denied, ...closed] };
}
