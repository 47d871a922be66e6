import type { DomainError } from '../kernel/errors.ts';
import { type Catalogue, type Label, wordsOf } from '../kernel/words.ts';
import type { Actor } from './can.ts';
import { accessError } from './errors.ts';
import { explain } from './explain.ts';
import type { Feature } from './features.ts';
import { isOpenWhenLapsed } from './lapse.ts';
import type { Target } from './target.ts';
import { accessWords } from './words.ts';

/** Parameters of a reason that are names of ours, and where their words stand. */
const GROUPS: { readonly [parameter: string]: string } = {
  feature: 'feature',
  role: 'role',
  jobProfile: 'job',
  reach: 'reach',
};

/** A reason in words: names of roles, jobs and features as people know them. */
export function sayReason({ key, params = {} }: Label, catalogue: Catalogue = accessWords): string {
  const said = Object.entries(params).map(([name, value]) => {
    const group = GROUPS[name];
    return [name, group === undefined ? value : (catalogue[`${group}.${value}`] ?? value)];
  });
  return wordsOf(catalogue, { key, params: Object.fromEntries(said) });
}

/** What somebody hears who may not: the same reason that the page about their rights gives. */
export function refusal(actor: Actor, feature: Feature, target: Target | null): DomainError {
  if (actor.type === 'person' && actor.isLapsed === true && !isOpenWhenLapsed(feature))
    return accessError('office-unheard');
  const { label } = explain(actor, feature, target);
  return accessError('may-not', { feature, reason: sayReason(label) });
}
