import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { COMPANY_WIDE } from '../../../access/target.ts';
import { defineQuery } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { incidentError } from '../errors.ts';
import { policyFor } from '../rules/policy.ts';
import { INCIDENT_TYPES, type IncidentType } from '../schema.ts';
import { ANY_TYPE, incidentPolicy } from '../schema/policy.ts';
import { findIn } from './find-in.ts';

/** What holds at a site for every type of incident that its kind knows, and where that was said. */
export const policies = defineQuery({
  name: 'incidents.policies',
  feature: 'incidents.read',
  input: z.object({ siteId: RecordId }),
  reads: ['incidents', 'settings'],
  run({ db, actor }, { siteId }) {
    const found = db.record(siteEntity, siteId);
    if (found === undefined || !can(actor, 'incidents.read', { siteId }).allowed) {
      throw incidentError('site-unseen');
    }
    const tx = findIn(db);
    const said = [siteId, COMPANY_WIDE].flatMap((at) => tx.find(incidentPolicy, { siteId: at }));
    const types: (IncidentType | typeof ANY_TYPE)[] = [ANY_TYPE, ...INCIDENT_TYPES[found.siteKind], 'other'];
    return {
      siteName: found.name,
      rows: types.map((incidentType) => {
        const own = (at: string) =>
          said.find((one) => one.siteId === at && one.incidentType === incidentType)?.id ?? null;
        const policy = policyFor(tx, { id: siteId, kind: found.siteKind }, incidentType);
        return { incidentType, policy, siteOwnId: own(siteId), companyOwnId: own(COMPANY_WIDE) };
      }),
    };
  },
});
