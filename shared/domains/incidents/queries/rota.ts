import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { defineQuery, type QueryContext } from '../../../kernel/define-query.ts';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { person } from '../../people/schema.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import { type Called, calledAt } from '../rules/called.ts';
import type { Watch } from '../rules/on-call.ts';
import { policyFor } from '../rules/policy.ts';
import { nextWatch, turnsBetween } from '../rules/turns.ts';
import { ESCALATION_LEVEL_MAX } from '../schema.ts';
import { ANY_TYPE } from '../schema/policy.ts';
import { type IncidentRota, incidentRota, type RotaOverride, rotaOverride } from '../schema/rota.ts';
import { findIn } from './find-in.ts';
import { DAY_MS } from '../../../kernel/durations.ts';

export const ROTA_DAYS = 28;

export type NamedWatch = Watch & { readonly name: string };
export type RotaStand = Omit<IncidentRota, 'kind'> & {
  readonly people: readonly { readonly id: string; readonly name: string; readonly isActive: boolean }[];
  readonly now: NamedWatch | null;
  readonly next: NamedWatch | null;
  /** Four weeks from now. */
  readonly turns: readonly NamedWatch[];
  /** Arrangements that run or are to come, soonest first. */
  readonly overrides: readonly RotaOverride[];
  /** The last hand-over of a turn that still runs. */
  readonly note: { readonly text: string; readonly byName: string; readonly at: string } | null;
};

/** Who is on call at a site: now, next and for four weeks, by rota; and whom each level of the ladder would call now. */
export const rota = defineQuery({
  name: 'incidents.rota',
  feature: 'incidents.read',
  input: z.object({ siteId: RecordId }),
  reads: ['incidents', 'people', 'settings'],
  run(context, { siteId }) {
    const { db, now, actor } = context;
    const found = db.record(siteEntity, siteId);
    if (found === undefined || !can(actor, 'incidents.read', { siteId }).allowed) {
      throw incidentError('site-unseen');
    }
    const tx = findIn(db);
    const site = { id: siteId, kind: found.siteKind, timeZone: found.timeZone };
    const policy = policyFor(tx, site, ANY_TYPE);
    const rotas = tx
      .find(incidentRota, { siteId, isActive: true })
      .map((one) => standOf(context, one, site.timeZone))
      .toSorted((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1));
    const levels = Array.from({ length: ESCALATION_LEVEL_MAX }, (_, index) => {
      const called = calledAt(tx, index + 1, { site, policy, now });
      return levelOf(index + 1, called, rotas);
    });
    return { siteId, siteName: found.name, timeZone: site.timeZone, rotas, levels };
  },
});

export type LevelStand = {
  readonly level: number;
  readonly by: Called['by'];
  readonly profiles: Called['profiles'];
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** On call by a rota, and no longer with the company. */
  readonly gone: readonly string[];
};

function levelOf(level: number, called: Called, rotas: readonly RotaStand[]): LevelStand {
  const gone = rotas
    .filter((one) => one.level === level)
    .flatMap(({ people }) => people.filter(({ isActive }) => !isActive).map(({ name }) => name));
  return {
    level,
    by: called.by,
    profiles: called.profiles,
    people: called.people.map(({ id, name }) => ({ id, name })),
    gone: [...new Set(gone)],
  };
}

function standOf(
  { db, now }: QueryContext,
  { kind: _kind, ...one }: IncidentRota,
  timeZone: string,
): RotaStand {
  const overrides = findIn(db)
    .find(rotaOverride, { rotaId: one.id, withdrawnAt: null })
    .filter(({ toAt }) => toAt > now)
    .toSorted((a, b) => (a.fromAt < b.fromAt ? -1 : 1));
  const to = isoOf(msOf(now) + ROTA_DAYS * DAY_MS);
  const named = (watch: Watch): NamedWatch => ({
    ...watch,
    name: db.record(person, watch.personId)?.name ?? '',
  });
  const turns = turnsBetween(one, overrides, { from: now, to, timeZone });
  const current = turns.find(({ fromAt }) => fromAt <= now);
  const next = nextWatch(turns, now);
  const handed = overrides.findLast(({ fromAt, handOverNote }) => handOverNote !== null && fromAt <= now);
  return {
    ...one,
    people: one.personIds.map((id) => {
      const who = db.record(person, id);
      return { id, name: who?.name ?? '', isActive: who?.active === true };
    }),
    now: current === undefined ? null : named(current),
    next: next === undefined ? null : named(next),
    turns: turns.map(named),
    overrides,
    note:
      handed === undefined
        ? null
        : { text: handed.handOverNote ?? '', byName: handed.madeByName, at: handed.madeAt },
  };
}
