import { z } from 'zod';
import { type Actor, may } from '../../../access/can.ts';
import { type Claim, type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { Instant, prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { type Person, person } from '../../people/schema.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { rotaError } from '../rota-errors.ts';
import { onCallAt, type Watch } from '../rules/on-call.ts';
import { incident, incidentEvent } from '../schema.ts';
import { type IncidentRota, incidentRota, type RotaOverride, rotaOverride } from '../schema/rota.ts';
import { isOpen, OPEN_STAGES } from '../states.ts';
import { NOTES } from './allows.ts';
import { DAY_MS } from '../../../kernel/durations.ts';

export const ROTAS_OF_A_SITE_MAX = 20;
/** Longer than somebody stands in for another: that is another order of turns. */
const OVERRIDE_DAYS_MAX = 92;

const { name, level, personIds, turnHours, startsOn, handOverMinute } = incidentRota.schema.shape;
const RotaFields = { name, level, personIds, turnHours, startsOn, handOverMinute };

/** A new rota of a site, or one that is there changed. */
export const saveRota = defineCommand({
  name: 'incidents.saveRota',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({ siteId: RecordId, rotaId: RecordId.nullable().default(null), ...RotaFields }),
  writes: [incidentRota],
  allows: [{ entity: incidentRota, insert: true, patch: [...Object.keys(RotaFields), 'isActive'] }],
  label: (input) => ({ key: 'incidents.saveRota.label', params: { name: input.name } }),
  target: ({ tx }, { siteId, rotaId }) =>
    rotaId === null ? siteId : tx.mustGet(incidentRota, rotaId).siteId,
  run({ tx, newId }, { siteId, rotaId, ...fields }) {
    if (new Set(fields.personIds).size < fields.personIds.length) throw rotaError('named-twice');
    for (const id of fields.personIds) mustBeActive(tx.mustGet(person, id), 'personIds');
    if (rotaId !== null) {
      tx.patch(incidentRota, rotaId, { ...fields, isActive: true });
      return { rotaId };
    }
    tx.mustGet(siteEntity, siteId);
    if (tx.find(incidentRota, { siteId, isActive: true }).length >= ROTAS_OF_A_SITE_MAX)
      throw rotaError('too-many-rotas', { max: ROTAS_OF_A_SITE_MAX });
    return { rotaId: tx.insert(incidentRota, { id: newId(), siteId, ...fields, isActive: true }).id };
  },
});

/** Nobody is called by it any more. It stays, because what it did is part of what happened. */
export const removeRota = defineCommand({
  name: 'incidents.removeRota',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({ rotaId: RecordId }),
  writes: [incidentRota],
  allows: [{ entity: incidentRota, patch: ['isActive'] }],
  label: () => ({ key: 'incidents.removeRota.label' }),
  target: onRota,
  run({ tx }, { rotaId }) {
    tx.patch(incidentRota, rotaId, { isActive: false });
    return { rotaId };
  },
});

/** Somebody takes over for a while. Who may not set rotas may give away time in which they are on call themselves. */
export const overrideRota = defineCommand({
  name: 'incidents.overrideRota',
  feature: 'incidents.acknowledge',
  input: z.object({
    rotaId: RecordId,
    personId: RecordId,
    fromAt: Instant,
    toAt: Instant,
    reason: prose(500).default(''),
  }),
  writes: [rotaOverride],
  allows: [{ entity: rotaOverride, insert: true }],
  label: () => ({ key: 'incidents.overrideRota.label' }),
  target: onRota,
  run(context, { rotaId, personId, fromAt, toAt, reason }) {
    const { tx, now, actor } = context;
    const rota = mustBeUsed(tx.mustGet(incidentRota, rotaId));
    mustBeATime({ fromAt, toAt, now });
    if (!may(actor, 'incidents.configure').allowed) {
      const watch = watchOf(context, rota, fromAt < now ? now : fromAt);
      if (watch?.personId !== actor.id || toAt > watch.toAt) throw rotaError('not-your-turn');
    }
    const who = mustBeActive(tx.mustGet(person, personId), 'personId');
    return { overrideId: insertOverride(context, rota, { who, fromAt, toAt, reason, note: null }).id };
  },
});

/** Who stood in does so no longer, or never will. */
export const withdrawOverride = defineCommand({
  name: 'incidents.withdrawOverride',
  feature: 'incidents.acknowledge',
  input: z.object({ overrideId: RecordId }),
  writes: [rotaOverride],
  allows: [{ entity: rotaOverride, patch: ['withdrawnAt'] }],
  label: () => ({ key: 'incidents.withdrawOverride.label' }),
  target: ({ tx }, { overrideId }) =>
    tx.mustGet(incidentRota, tx.mustGet(rotaOverride, overrideId).rotaId).siteId,
  check: (claim) =>
    onlyOverrides(claim, (fields, actor) => assertMayWithdraw(actor, String(fields['madeById']))),
  run({ tx, now, actor }, { overrideId }) {
    const override = tx.mustGet(rotaOverride, overrideId);
    assertMayWithdraw(actor, override.madeById);
    if (override.withdrawnAt === null && override.toAt > now) {
      tx.patch(rotaOverride, overrideId, { withdrawnAt: now });
    }
    return { overrideId };
  },
});

/**
 * INC-18: somebody takes over now, until the end of the turn that runs, and is told what there is to know. Who is on
 * call may hand over, and who takes turns may take over. What the former had acknowledged or was given says so.
 */
export const handOver = defineCommand({
  name: 'incidents.handOver',
  feature: 'incidents.acknowledge',
  input: z.object({
    rotaId: RecordId,
    personId: RecordId,
    note: prose(5_000).min(1, 'Say what the next one needs to know.'),
  }),
  writes: [rotaOverride, incidentEvent],
  allows: [{ entity: rotaOverride, insert: true }, ...NOTES],
  label: () => ({ key: 'incidents.handOver.label' }),
  target: onRota,
  run(context, { rotaId, personId, note }) {
    const { tx, now, actor } = context;
    const rota = mustBeUsed(tx.mustGet(incidentRota, rotaId));
    const watch = watchOf(context, rota, now);
    if (watch === undefined) throw rotaError('not-begun');
    const takesTurns = personId === actor.id && rota.personIds.includes(actor.id);
    const isAllowed = watch.personId === actor.id || takesTurns || may(actor, 'incidents.configure').allowed;
    if (!isAllowed) throw rotaError('not-your-turn');
    if (watch.personId === personId) throw rotaError('on-call-already');
    const who = mustBeActive(tx.mustGet(person, personId), 'personId');
    const made = insertOverride(context, rota, { who, fromAt: now, toAt: watch.toAt, reason: '', note });
    const from = tx.get(person, watch.personId);
    const handed = openOf(tx, rota.siteId, watch.personId);
    for (const about of handed) {
      record(context, about, {
        type: 'handed_over',
        labelKey: 'incidents.event.handedOver',
        labelParams: { from: from?.name ?? '', to: who.name },
        text: note,
      });
    }
    return { overrideId: made.id, incidents: handed.length };
  },
});

function onRota({ tx }: { readonly tx: ReadTx }, { rotaId }: { readonly rotaId: RecordId }): string {
  return tx.mustGet(incidentRota, rotaId).siteId;
}

/** Open incidents that somebody has acknowledged or was given. */
function openOf(tx: ReadTx, siteId: string, personId: string) {
  const theirs = OPEN_STAGES.flatMap((stage) => [
    ...tx.find(incident, { siteId, stage, acknowledgedById: personId }),
    ...tx.find(incident, { siteId, stage, assigneeId: personId }),
  ]);
  return [...new Map(theirs.filter(({ stage }) => isOpen(stage)).map((one) => [one.id, one])).values()];
}

function watchOf({ tx, site }: CommandContext, rota: IncidentRota, at: string): Watch | undefined {
  const timeZone = tx.get(siteEntity, rota.siteId)?.timeZone ?? site.timeZone;
  const overrides = tx.find(rotaOverride, { rotaId: rota.id, withdrawnAt: null, endedAt: null });
  return onCallAt(rota, overrides, { at, timeZone });
}

type NewOverride = {
  readonly who: Person;
  readonly fromAt: string;
  readonly toAt: string;
  readonly reason: string;
  readonly note: string | null;
};

function insertOverride(
  { tx, now, newId, actor }: CommandContext,
  rota: IncidentRota,
  { who, fromAt, toAt, reason, note }: NewOverride,
): RotaOverride {
  return tx.insert(rotaOverride, {
    id: newId(),
    siteId: rota.siteId,
    rotaId: rota.id,
    personId: who.id,
    personName: who.name,
    fromAt,
    toAt,
    reason,
    handOverNote: note,
    madeAt: now,
    madeById: actor.id,
    madeByName: actor.type === 'person' ? actor.name : '',
    withdrawnAt: null,
    endedAt: null,
  });
}

type Fields = { readonly [field: string]: unknown };

function onlyOverrides({ writes, actor }: Claim, ask: (fields: Fields, actor: Actor) => void): void {
  for (const { kind, before, after } of writes) {
    const fields = before ?? after;
    if (kind === rotaOverride.kind && fields !== undefined) ask(fields, actor);
  }
}

function assertMayWithdraw(actor: Actor, madeById: string): void {
  if (madeById !== actor.id && !may(actor, 'incidents.configure').allowed) throw rotaError('not-your-turn');
}

function mustBeUsed(rota: IncidentRota): IncidentRota {
  if (rota.isActive) return rota;
  throw rotaError('not-used', { name: rota.name });
}

function mustBeActive(who: Person, field: string): Person {
  if (who.active) return who;
  throw incidentError('person-not-active', { name: who.name }, { field });
}

function mustBeATime(times: { readonly fromAt: string; readonly toAt: string; readonly now: string }): void {
  const { fromAt, toAt, now } = times;
  const isTooLong = Date.parse(toAt) - Date.parse(fromAt) > OVERRIDE_DAYS_MAX * DAY_MS;
  if (isTooLong) throw rotaError('stands-in-too-long', { days: OVERRIDE_DAYS_MAX });
  if (fromAt >= toAt || toAt <= now) throw rotaError('time-over');
}
