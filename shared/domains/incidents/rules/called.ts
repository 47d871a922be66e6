import type { JobProfile } from '../../../access/roles.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { type Person, person } from '../../people/schema.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { ESCALATION_LEVEL_MAX } from '../schema.ts';
import { type IncidentEscalation, PEOPLE_MAX } from '../schema/escalation.ts';
import { incidentRota, rotaOverride } from '../schema/rota.ts';
import { onCallAt } from './on-call.ts';
import type { Policy } from './policy.ts';

/** Whom one level of the ladder calls. */
export type Called = {
  readonly by: IncidentEscalation['calledBy'];
  readonly people: readonly Pick<Person, 'id' | 'name'>[];
  readonly profiles: readonly JobProfile[];
};

type Where = {
  readonly site: { readonly id: string; readonly timeZone: string };
  readonly policy: Pick<Policy, 'steps'>;
  readonly now: string;
};

/**
 * INC-12: whom a level calls: those on call by the site's rotas of that level, else everybody there with one of the
 * step's jobs; at the last level also at the offices, which answer for every site.
 */
export function calledAt(tx: Pick<ReadTx, 'find' | 'get'>, level: number, where: Where): Called {
  const profiles = where.policy.steps[level - 1]?.profiles ?? [];
  const onCall = onCallPeople(tx, level, where);
  if (onCall.length > 0) return { by: 'rota', people: onCall, profiles };
  const people = uniquePeople(
    calledSites(tx, level, where.site.id).flatMap((siteId) =>
      profiles.flatMap((jobProfile) => tx.find(person, { siteId, jobProfile, active: true })),
    ),
  );
  return { by: people.length > 0 ? 'jobs' : 'nobody', people, profiles };
}

/**
 * INC-13: a level that has nobody to call is passed over at once, for the next that has somebody. Where nobody is
 * left above either, it is not passed over: that would wake nobody sooner, and the stand-ins are told at each level.
 */
export function stepFrom(
  level: number,
  calls: (level: number) => Called,
): { readonly level: number; readonly called: Called; readonly skipped: readonly number[] } {
  const first = calls(level);
  const skipped: number[] = [];
  let [at, called] = [level, first];
  while (called.people.length === 0) {
    if (at >= ESCALATION_LEVEL_MAX) return { level, called: first, skipped: [] };
    skipped.push(at);
    at += 1;
    called = calls(at);
  }
  return { level: at, called, skipped };
}

function onCallPeople(tx: Pick<ReadTx, 'find' | 'get'>, level: number, { site, now }: Where): Person[] {
  const rotas = tx.find(incidentRota, { siteId: site.id, level, isActive: true });
  const people = rotas.flatMap((rota) => {
    const overrides = tx.find(rotaOverride, { rotaId: rota.id, withdrawnAt: null, endedAt: null });
    const watch = onCallAt(rota, overrides, { at: now, timeZone: site.timeZone });
    const found = watch === undefined ? undefined : tx.get(person, watch.personId);
    return found?.active === true ? [found] : [];
  });
  return uniquePeople(people);
}

function calledSites(tx: Pick<ReadTx, 'find'>, level: number, siteId: string): readonly string[] {
  return level < ESCALATION_LEVEL_MAX ? [siteId] : sitesAnswering(tx, siteId);
}

/** A site itself, and the offices, which answer for every site. */
export function sitesAnswering(tx: Pick<ReadTx, 'find'>, siteId: string): readonly string[] {
  const offices = tx.find(siteEntity, { siteKind: 'office', active: true });
  return [...new Set([siteId, ...offices.map(({ id }) => id)])];
}

function uniquePeople(people: readonly Person[]): Person[] {
  return [...new Map(people.map((one) => [one.id, one])).values()].slice(0, PEOPLE_MAX);
}
