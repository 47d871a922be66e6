import { z } from 'zod';
import { COMPANY_WIDE } from '../../../access/target.ts';
import { defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { rotaError } from '../rota-errors.ts';
import { IncidentType } from '../schema.ts';
import { ANY_TYPE, incidentPolicy } from '../schema/policy.ts';

const { severities, atRiskPercent, steps, defaultSeverity, requiresInvestigation, takesUnknownReports } =
  incidentPolicy.schema.shape;
const { callsAgain, toldAtReport, stakeholders, approvals, closeWithinDays } = incidentPolicy.schema.shape;
const PolicyFields = {
  severities,
  atRiskPercent,
  steps,
  defaultSeverity,
  requiresInvestigation,
  takesUnknownReports,
  callsAgain,
  toldAtReport,
  stakeholders,
  approvals,
  closeWithinDays,
};

/** What holds from now on for incidents of a type, or of every type without one of its own, at a site or everywhere. */
export const savePolicy = defineCommand({
  name: 'incidents.savePolicy',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({
    siteId: z.union([RecordId, z.literal(COMPANY_WIDE)]),
    incidentType: z.union([IncidentType, z.literal(ANY_TYPE)]),
    ...PolicyFields,
  }),
  writes: [incidentPolicy],
  allows: [{ entity: incidentPolicy, insert: true, patch: Object.keys(PolicyFields) }],
  label: ({ incidentType }) => ({ key: 'incidents.savePolicy.label', params: { type: incidentType } }),
  target: (_context, { siteId }) => siteId,
  run({ tx, newId }, { siteId, incidentType, ...fields }) {
    if (siteId !== COMPANY_WIDE) tx.mustGet(siteEntity, siteId);
    if (fields.steps.every(({ profiles }) => profiles.length === 0)) {
      throw rotaError('nobody-called');
    }
    // Two consoles may have made one without knowing of each other: all of them go by the first.
    const [kept] = tx.find(incidentPolicy, { siteId, incidentType });
    if (kept !== undefined) tx.patch(incidentPolicy, kept.id, fields);
    const id = kept?.id ?? tx.insert(incidentPolicy, { id: newId(), siteId, incidentType, ...fields }).id;
    return { policyId: id };
  },
});

/** What holds more widely holds again. */
export const dropPolicy = defineCommand({
  name: 'incidents.dropPolicy',
  feature: 'incidents.configure',
  lane: 2,
  input: z.object({ policyId: RecordId }),
  writes: [incidentPolicy],
  allows: [{ entity: incidentPolicy, remove: true }],
  label: () => ({ key: 'incidents.dropPolicy.label' }),
  target: ({ tx }, { policyId }) => tx.mustGet(incidentPolicy, policyId).siteId,
  run({ tx }, { policyId }) {
    const { siteId, incidentType } = tx.mustGet(incidentPolicy, policyId);
    for (const { id } of tx.find(incidentPolicy, { siteId, incidentType })) tx.remove(incidentPolicy, id);
    return {};
  },
});
