import { z } from 'zod';
import { defineCommand } from '../../../kernel/define-command.ts';
import { Instant } from '../../../kernel/fields.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { monitorError } from '../monitor-errors.ts';
import { SITE_MINUTES_MIN } from '../rules/silence.ts';
import { incidentMonitor, MONITORS_MAX, TokenHash } from '../schema/monitor.ts';
import { nameOf } from './shared.ts';

const { name, watches, everyMinutes, graceMinutes, title, incidentType, severity, place } =
  incidentMonitor.schema.shape;
const { source, watchedSiteId, mutedReason } = incidentMonitor.schema.shape;
const Said = { name, watches, everyMinutes, graceMinutes, title, incidentType, severity, place };
const MUTE = ['mutedAt', 'mutedUntil', 'mutedReason', 'mutedByName'] as const;
const LISTENS = { mutedAt: null, mutedUntil: null, mutedReason: '', mutedByName: null };

const MonitorInput = z.object({
  siteId: RecordId,
  monitorId: RecordId.nullable().default(null),
  source,
  watchedSiteId,
  ...Said,
});

/** A new monitor of a site, or one that is there changed. What it listens to stays. */
export const saveMonitor = defineCommand({
  name: 'incidents.saveMonitor',
  feature: 'incidents.configure',
  lane: 2,
  input: MonitorInput,
  writes: [incidentMonitor],
  allows: [{ entity: incidentMonitor, insert: true, patch: Object.keys(Said) }],
  label: (input) => ({ key: 'incidents.saveMonitor.label', params: { name: input.name } }),
  target: ({ tx }, { siteId, monitorId }) =>
    monitorId === null ? siteId : tx.mustGet(incidentMonitor, monitorId).siteId,
  run({ tx, newId }, { siteId, monitorId, source: from, watchedSiteId: watched, ...said }) {
    if (from === 'site' && said.everyMinutes < SITE_MINUTES_MIN) {
      throw monitorError('site-too-often', { minutes: SITE_MINUTES_MIN });
    }
    if (monitorId !== null) {
      const before = tx.mustGet(incidentMonitor, monitorId);
      if (before.source !== from || before.watchedSiteId !== watched) throw monitorError('source-stays');
      tx.patch(incidentMonitor, monitorId, said);
      return { monitorId };
    }
    const home = tx.mustGet(siteEntity, siteId);
    if (tx.find(incidentMonitor, { siteId }).length >= MONITORS_MAX) {
      throw monitorError('too-many', { max: MONITORS_MAX });
    }
    if (from === 'site' && home.siteKind !== 'office') throw monitorError('offices-only');
    assertWatched(tx, { siteId, from, watched });
    const made = tx.insert(incidentMonitor, {
      id: newId(),
      siteId,
      source: from,
      watchedSiteId: watched,
      ...said,
      tokenHash: null,
      ...LISTENS,
      silentSince: null,
      incidentId: null,
    });
    return { monitorId: made.id };
  },
});

/** Nothing is listened to any more; an incident that it reported stays. */
export const removeMonitor = defineCommand({
  name: 'incidents.removeMonitor',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({ monitorId: RecordId }),
  writes: [incidentMonitor],
  allows: [{ entity: incidentMonitor, remove: true }],
  label: () => ({ key: 'incidents.removeMonitor.label' }),
  target: onMonitor,
  run({ tx }, { monitorId }) {
    tx.remove(incidentMonitor, monitorId);
    return {};
  },
});

/** INC-73: from now on another token is the one that beats; the former is worth nothing. */
export const setMonitorToken = defineCommand({
  name: 'incidents.setMonitorToken',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({ monitorId: RecordId, tokenHash: TokenHash }),
  writes: [incidentMonitor],
  allows: [{ entity: incidentMonitor, patch: ['tokenHash'] }],
  label: () => ({ key: 'incidents.setMonitorToken.label' }),
  target: onMonitor,
  run({ tx }, { monitorId, tokenHash }) {
    if (tx.mustGet(incidentMonitor, monitorId).source !== 'beats') throw monitorError('no-token');
    tx.patch(incidentMonitor, monitorId, { tokenHash });
    return { monitorId };
  },
});

/** Its silence is expected: until a time, or until somebody listens again. */
export const muteMonitor = defineCommand({
  name: 'incidents.muteMonitor',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({
    monitorId: RecordId,
    until: Instant.nullable(),
    reason: mutedReason.min(1, 'Fill this in.'),
  }),
  writes: [incidentMonitor],
  allows: [{ entity: incidentMonitor, patch: MUTE }],
  label: ({ reason }) => ({ key: 'incidents.muteMonitor.label', params: { reason } }),
  target: onMonitor,
  run({ tx, now, actor }, { monitorId, until, reason }) {
    tx.mustGet(incidentMonitor, monitorId);
    if (until !== null && until <= now) throw monitorError('mute-over');
    tx.patch(incidentMonitor, monitorId, {
      mutedAt: now,
      mutedUntil: until,
      mutedReason: reason,
      mutedByName: nameOf(actor),
    });
    return { monitorId };
  },
});

export const unmuteMonitor = defineCommand({
  name: 'incidents.unmuteMonitor',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({ monitorId: RecordId }),
  writes: [incidentMonitor],
  allows: [{ entity: incidentMonitor, patch: MUTE }],
  label: () => ({ key: 'incidents.unmuteMonitor.label' }),
  target: onMonitor,
  run({ tx }, { monitorId }) {
    tx.patch(incidentMonitor, monitorId, LISTENS);
    return { monitorId };
  },
});

function onMonitor({ tx }: { readonly tx: ReadTx }, { monitorId }: { readonly monitorId: RecordId }): string {
  return tx.mustGet(incidentMonitor, monitorId).siteId;
}

type Watched = { readonly siteId: string; readonly from: string; readonly watched: string | null };

/** INC-74: an office watches another site, and nothing else does. */
function assertWatched(tx: ReadTx, { siteId, from, watched }: Watched): void {
  const isThere = watched !== null && watched !== siteId && tx.get(siteEntity, watched) !== undefined;
  if (from === 'site' ? !isThere : watched !== null) throw monitorError('site-missing');
}
