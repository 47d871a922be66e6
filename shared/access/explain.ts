import type { Label } from '../kernel/words.ts';
import { type Actor, can, type Decision, may, RULES } from './can.ts';
import type { Feature } from './features.ts';
import { isInReach, isPartner, reachOf } from './reach.ts';
import type { RowScope } from './roles.ts';
import { COMPANY_WIDE, type Target } from './target.ts';

export type Step = {
  readonly rule: 'active' | (typeof RULES)[number]['name'] | 'scope' | 'timer' | 'unknown';
  /** `passes`: says nothing against it. `unasked`: an earlier rule has decided. */
  readonly outcome: 'denies' | 'allows' | 'passes' | 'unasked';
  readonly label: Label;
};

export type Explanation = {
  readonly allowed: boolean;
  readonly because: Decision['because'] | 'not-active';
  /** What it comes to, in one sentence. */
  readonly label: Label;
  /** Every rule in the order it is asked, whatever came of it. */
  readonly steps: readonly Step[];
};

/** Why somebody may do something to a record, or may not. Without a target: whether they may do it at all. */
export function explain(
  actor: Actor,
  feature: Feature,
  target: Target | null,
  { isActive = true }: { readonly isActive?: boolean } = {},
): Explanation {
  const decision = target === null ? may(actor, feature) : can(actor, feature, target);
  const because = isActive ? decision.because : 'not-active';
  const params = paramsOf(actor, feature, target);
  const label = (key: string): Label => ({ key: `access.${key}`, params });
  return {
    allowed: isActive && decision.allowed,
    because,
    label: label(`because.${because}`),
    steps: stepsOf(actor, { feature, target, isActive, label }),
  };
}

type Asking = {
  readonly feature: Feature;
  readonly target: Target | null;
  readonly isActive: boolean;
  label(key: string): Label;
};

function stepsOf(actor: Actor, { feature, target, isActive, label }: Asking): Step[] {
  if (actor.type === 'system') {
    const isOwn = target === null || isInReach(actor, target);
    const outcome = isOwn ? 'allows' : 'denies';
    return [{ rule: 'timer', outcome, label: label(`rule.timer.${outcome}`) }];
  }
  if (actor.type === 'unknown') {
    const isOwn = target === null || isInReach(actor, target);
    const outcome = isOwn && may(actor, feature).allowed ? 'allows' : 'denies';
    return [{ rule: 'unknown', outcome, label: label(`rule.unknown.${outcome}`) }];
  }
  let isDecided = !isActive;
  let isAllowed = isActive;
  const steps: Step[] = [step('active', isActive ? 'passes' : 'denies')];
  for (const { name, allows, decides } of RULES) {
    const applies = decides(actor, feature);
    const said = applies ? (allows ? 'allows' : 'denies') : 'passes';
    steps.push({ ...step(name, said), ...(isDecided ? { outcome: 'unasked' } : {}) });
    if (applies && !isDecided) {
      isDecided = true;
      isAllowed = allows;
    }
  }
  if (!isDecided) isAllowed = false;
  if (target !== null) {
    const isNear = isInReach(actor, target);
    const said = step('scope', isNear ? 'passes' : 'denies');
    steps.push(isAllowed ? said : { ...said, outcome: 'unasked' });
  }
  return steps;

  function step(rule: Step['rule'], outcome: 'denies' | 'allows' | 'passes'): Step {
    return { rule, outcome, label: label(`rule.${rule}.${outcome}`) };
  }
}

function paramsOf(actor: Actor, feature: Feature, target: Target | null) {
  const person = actor.type === 'person' ? actor : undefined;
  const reach: RowScope = person === undefined ? 'site' : reachOf(person);
  return {
    feature,
    name: person?.name ?? '',
    role: person?.role ?? '',
    jobProfile: person?.jobProfile ?? '',
    reach: person !== undefined && isPartner(person) ? `partner-${reach}` : reach,
    where: target === null ? '' : target.siteId === COMPANY_WIDE ? COMPANY_WIDE : target.siteId,
  };
}
