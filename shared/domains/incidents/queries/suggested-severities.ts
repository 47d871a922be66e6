import { z } from 'zod';
import { COMPANY_WIDE } from '../../../access/target.ts';
import { defineQuery } from '../../../kernel/define-query.ts';
import type { Severity } from '../../../kernel/fields.ts';
import { policyAmong } from '../rules/policy.ts';
import { ALL_INCIDENT_TYPES, type IncidentType } from '../schema.ts';
import { incidentPolicy } from '../schema/policy.ts';
import { findIn } from './find-in.ts';

/** INC-61: the severity that is agreed on for each type at the console's own site; types without one are left out. */
export const suggestedSeverities = defineQuery({
  name: 'incidents.suggestedSeverities',
  feature: 'incidents.report',
  input: z.object({}),
  reads: ['incidents'],
  run({ db, site }): { [Type in IncidentType]?: Severity } {
    const tx = findIn(db);
    const kept = [site.id, COMPANY_WIDE].flatMap((siteId) => tx.find(incidentPolicy, { siteId }));
    return Object.fromEntries(
      ALL_INCIDENT_TYPES.flatMap((type) => {
        const { defaultSeverity } = policyAmong(
          ({ siteId, incidentType }) =>
            kept.find((one) => one.siteId === siteId && one.incidentType === incidentType),
          site,
          type,
        );
        return defaultSeverity === null ? [] : [[type, defaultSeverity]];
      }),
    );
  },
});
