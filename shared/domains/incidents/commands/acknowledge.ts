import { z } from 'zod';
import { targetOf } from '../../../access/target.ts';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { type ClaimedWrite, type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { prose } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { incidentError } from '../errors.ts';
import { record } from '../events.ts';
import { staleAt } from '../rules.ts';
import { ACKNOWLEDGE_FOR_MINUTES, arrivesInTime, standingFrom, standsMs } from '../rules/acknowledging.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import {
  type IncidentAcknowledgement,
  incidentAcknowledgement,
  incidentEscalation,
} from '../schema/escalation.ts';
import { isOpen } from '../states.ts';
import { ACKNOWLEDGED, ACKNOWLEDGES, COUNTS } from './allows.ts';
import { endEscalation } from './escalations.ts';
import { mustBeOpen, onIncident, placeOf } from './shared.ts';

/**
 * Says "I have it". At the incident's home site the ladder stops at once; made elsewhere, it is on its way until the
 * home site has it and counts it (INC-14). Several people may; who was first stays named.
 */
export const acknowledge = defineCommand({
  name: 'incidents.acknowledge',
  feature: 'incidents.acknowledge',
  lane: 0,
  input: z.object({
    id: RecordId,
    /** How long it stands if nobody moves the incident; without any, as long as the policy says. */
    minutes: z.literal(ACKNOWLEDGE_FOR_MINUTES).optional(),
    response: prose(2_000).default(''),
  }),
  writes: [incident, incidentEvent, incidentAcknowledgement, incidentEscalation],
  allows: ACKNOWLEDGES,
  label: () => ({ key: 'incidents.acknowledge.label' }),
  target: onIncident,
  check({ site, writes }) {
    const stopsElsewhere = writes.some(
      ({ kind, before, after }) =>
        kind === incident.kind &&
        after?.siteId !== site.id &&
        ACKNOWLEDGED.some((field) => before?.[field] !== after?.[field]),
    );
    if (stopsElsewhere) {
      throw incidentError('ladder-of-another-site');
    }
  },
  run(context, { id, minutes, response }) {
    const { tx, now, actor, site } = context;
    const before = tx.mustGet(incident, id);
    mustBeOpen(before);
    const isHome = site.id === before.siteId;
    for (const own of tx.find(incidentAcknowledgement, { incidentId: id, byId: actor.id, endedAt: null })) {
      tx.patch(incidentAcknowledgement, own.id, { endedAt: now });
    }
    const forMs = standsMs(placeOf(context, before).policy.severities[before.severity], minutes);
    const made = tx.insert(incidentAcknowledgement, {
      id: context.newId(),
      siteId: before.siteId,
      incidentId: id,
      level: before.escalationLevel,
      byId: actor.id,
      byName: actor.type === 'person' ? actor.name : '',
      consoleSiteId: site.id,
      consoleSiteName: site.name,
      at: now,
      standsMs: forMs,
      ...standingFrom(now, forMs),
      response,
      countedAt: isHome ? now : null,
      remindedAt: null,
      endedAt: null,
    });
    record(context, before, {
      type: 'acknowledged',
      labelKey: isHome ? 'incidents.event.acknowledged' : 'incidents.event.acknowledgedElsewhere',
      labelParams: { level: before.escalationLevel, site: site.name },
      text: response === '' ? null : response,
    });
    if (!isHome) {
      tx.patch(incident, id, { acknowledgedElsewhereAt: now });
      return { id, acknowledgedByName: before.acknowledgedByName ?? made.byName, isOnItsWay: true };
    }
    const { acknowledgedByName } = stand(context, before, made);
    return { id, acknowledgedByName, isOnItsWay: false };
  },
});

/** Timer: one that was made at another site has arrived. */
export const countAcknowledgement = defineCommand({
  name: 'incidents.countAcknowledgement',
  feature: 'incidents.escalate',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId }),
  writes: [incident, incidentEvent, incidentAcknowledgement, incidentEscalation],
  allows: COUNTS,
  namesOthers: [incident],
  label: () => ({ key: 'incidents.countAcknowledgement.label' }),
  target: onAcknowledged,
  check: ({ writes }) => onlyWhoAcknowledged(writes),
  run(context, { id }) {
    const { tx, now } = context;
    const made = tx.mustGet(incidentAcknowledgement, id);
    if (made.countedAt !== null) return { id };
    tx.patch(incidentAcknowledgement, id, { countedAt: now });
    const before = tx.mustGet(incident, made.incidentId);
    const escalations = tx.find(incidentEscalation, { incidentId: before.id });
    const { clockStartedAt } = before;
    const isInTime = made.endedAt === null && arrivesInTime(made, { escalations, clockStartedAt, now });
    if (!isOpen(before.stage) || !isInTime) {
      tx.patch(incidentAcknowledgement, id, { endedAt: made.endedAt ?? now });
      if (before.acknowledgedElsewhereAt) tx.patch(incident, before.id, { acknowledgedElsewhereAt: null });
      return { id };
    }
    const stopped = before.acknowledgedAt === null;
    stand(context, before, made);
    record(context, before, {
      type: 'acknowledged',
      labelKey: stopped ? 'incidents.event.acknowledgementCounted' : 'incidents.event.acknowledgementAdded',
      labelParams: { by: made.byName, site: made.consoleSiteName },
    });
    return { id };
  },
});

/**
 * Timer: three quarters of an acknowledgement's time are over, and its maker is reminded; or all of it, and it ends.
 * Where the incident was moved meanwhile, its time counts from then (INC-15).
 */
export const lookAtAcknowledgement = defineCommand({
  name: 'incidents.lookAtAcknowledgement',
  feature: 'incidents.escalate',
  lane: 0,
  system: true,
  input: z.object({ id: RecordId }),
  writes: [incidentEvent, incidentAcknowledgement],
  allows: COUNTS,
  label: () => ({ key: 'incidents.lookAtAcknowledgement.label' }),
  target: onAcknowledged,
  run(context, { id }) {
    const { tx, now } = context;
    const made = tx.mustGet(incidentAcknowledgement, id);
    if (made.endedAt !== null || made.lookAt > now) return { id };
    const about = tx.mustGet(incident, made.incidentId);
    const until = staleAt(about);
    const renewed = standingFrom(about.progressedAt, made.standsMs);
    if (until === undefined) tx.patch(incidentAcknowledgement, id, { endedAt: now });
    else if (renewed.expiresAt > made.expiresAt && renewed.expiresAt > now) {
      tx.patch(incidentAcknowledgement, id, { ...renewed, remindedAt: null });
    } else if (made.expiresAt > now) remind(context, about, made);
    else {
      tx.patch(incidentAcknowledgement, id, { endedAt: now });
      // Where nobody else has it, the ladder waits again now and says so itself.
      if (until > now) say(context, about, made, 'acknowledgement_expired');
    }
    return { id };
  },
});

/** Asked by the server: whoever an incident names has acknowledged it, in the acknowledgement that is counted. */
function onlyWhoAcknowledged(writes: readonly ClaimedWrite[]): void {
  const counted = writes.filter(({ kind, op }) => kind === incidentAcknowledgement.kind && op === 'patch');
  for (const { kind, id, before, after } of writes) {
    if (kind !== incident.kind || after === undefined) continue;
    const { acknowledgedById: byId, acknowledgedByName: byName } = after;
    const isSame = before?.['acknowledgedById'] === byId && before?.['acknowledgedByName'] === byName;
    const isTheirs = counted.some(
      ({ before: made }) => made?.['incidentId'] === id && made['byId'] === byId && made['byName'] === byName,
    );
    if (!isSame && !isTheirs) throw incidentError('acknowledged-by-another');
  }
}

/** An acknowledgement stands: it stops the ladder, or keeps it stopped for longer. One that stands is not replaced. */
function stand(context: CommandContext, before: Incident, made: IncidentAcknowledgement): Incident {
  const { tx, now } = context;
  const elsewhere = before.acknowledgedElsewhereAt ? { acknowledgedElsewhereAt: null } : {};
  if (before.acknowledgedAt !== null) {
    const until = staleAt(before) ?? now;
    return tx.patch(incident, before.id, {
      acknowledgedUntil: until > made.expiresAt ? until : made.expiresAt,
      acknowledgedForMs: Math.max(before.acknowledgedForMs ?? 0, made.standsMs),
      ...elsewhere,
    });
  }
  endEscalation(context, before.id, { because: 'acknowledged', response: made.response });
  return tx.patch(incident, before.id, {
    // The clock there may run ahead of the one here.
    acknowledgedAt: made.at < now ? made.at : now,
    acknowledgedById: made.byId,
    acknowledgedByName: made.byName,
    acknowledgeDueAt: null,
    acknowledgedUntil: made.expiresAt,
    acknowledgedForMs: made.standsMs,
    ...elsewhere,
  });
}

function remind(context: CommandContext, about: Incident, made: IncidentAcknowledgement): void {
  context.tx.patch(incidentAcknowledgement, made.id, { remindedAt: context.now, lookAt: made.expiresAt });
  say(context, about, made, 'reminded');
}

function say(
  context: CommandContext,
  about: Incident,
  made: IncidentAcknowledgement,
  type: 'reminded' | 'acknowledgement_expired',
): void {
  record(context, about, {
    type,
    labelKey: type === 'reminded' ? 'incidents.event.reminded' : 'incidents.event.acknowledgementExpired',
    labelParams: { to: made.byName, personId: made.byId, until: isoOf(msOf(made.expiresAt)) },
  });
}

function onAcknowledged(
  { tx }: { readonly tx: CommandContext['tx'] | Pick<CommandContext['tx'], 'mustGet'> },
  { id }: { readonly id: RecordId },
) {
  const { incidentId } = tx.mustGet(incidentAcknowledgement, id);
  return targetOf(incident, tx.mustGet(incident, incidentId));
}
