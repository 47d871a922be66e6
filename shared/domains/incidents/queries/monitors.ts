import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { defineQuery } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import { isMuted } from '../rules/silence.ts';
import { incident } from '../schema.ts';
import { type IncidentMonitor, incidentMonitor } from '../schema/monitor.ts';
import { isOpen } from '../states.ts';
import { findIn } from './find-in.ts';

export type MonitorRow = Omit<IncidentMonitor, 'kind' | 'tokenHash'> & {
  readonly hasToken: boolean;
  readonly isMuted: boolean;
  /** Null where it watches no site, or one that is not known here. */
  readonly watchedSiteName: string | null;
  /** The incident that was reported last, where it may be seen. */
  readonly incident: { readonly id: string; readonly number: string; readonly isOpen: boolean } | null;
};

/** What is listened to at a site, by name. When it was last heard, the console that listens tells beside. */
export const monitors = defineQuery({
  name: 'incidents.monitors',
  feature: 'incidents.read',
  input: z.object({ siteId: RecordId }),
  reads: ['incidents', 'settings'],
  run({ db, actor, now }, { siteId }) {
    const found = db.record(siteEntity, siteId);
    if (found === undefined || !can(actor, 'incidents.read', { siteId }).allowed) {
      throw incidentError('site-unseen');
    }
    const rowOf = ({ kind: _kind, tokenHash, ...one }: IncidentMonitor): MonitorRow => {
      const last = one.incidentId === null ? undefined : db.record(incident, one.incidentId);
      const watched = one.watchedSiteId === null ? undefined : db.record(siteEntity, one.watchedSiteId);
      return {
        ...one,
        hasToken: tokenHash !== null,
        isMuted: isMuted(one, now),
        watchedSiteName: watched?.name ?? null,
        incident:
          last === undefined ? null : { id: last.id, number: last.number, isOpen: isOpen(last.stage) },
      };
    };
    const rows = findIn(db)
      .find(incidentMonitor, { siteId })
      .map(rowOf)
      .toSorted((a, b) => a.name.localeCompare(b.name));
    return { siteId, siteName: found.name, siteKind: found.siteKind, rows };
  },
});
