import { z } from 'zod';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { site as siteEntity } from '../../settings/schema.ts';
import { complianceError } from '../compliance-errors.ts';
import { record } from '../events.ts';
import { isAssessment } from '../rules/assessment.ts';
import { type CaseFacts, casualtyClassOf } from '../rules/casualty-class.ts';
import { type Duty, dutiesOf } from '../rules/reportability.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { factFields, type FactFields, incidentFacts } from '../schema/facts.ts';
import { DUTY_FIELDS } from './ask-assessment.ts';
import { complianceChanges, entryBase, saysReportable } from './compliance-shared.ts';
import { nameOf, onIncident } from './shared.ts';

/**
 * Keeps the facts and makes the duties that they bring, each once. What people entered about a duty stays; one that the
 * facts no longer ask for is withdrawn only while nobody has entered anything.
 */
export const assessReportability = defineCommand({
  name: 'incidents.assessReportability',
  feature: 'incidents.regulate',
  input: z.object({ id: RecordId, ...factFields }),
  writes: [incidentFacts, complianceEntry, incident, incidentEvent],
  allows: [
    {
      entity: incidentFacts,
      insert: true,
      patch: [...Object.keys(factFields), 'assessedAt', 'assessedByName'],
    },
    ...complianceChanges({ insert: true, patch: [...DUTY_FIELDS, 'withdrawnAt'] }),
  ],
  label: () => ({ key: 'incidents.assessReportability.label' }),
  target: onIncident,
  run(context, { id, ...facts }) {
    const { tx } = context;
    const about = tx.mustGet(incident, id);
    mustCount(about);
    keepFacts(context, about, facts);
    const known = caseOf(context, about, facts);
    const duties = dutiesOf(known, {
      occurredAt: facts.occurredAt ?? about.occurredAt ?? about.reportedAt,
      reportedAt: about.reportedAt,
    });
    applyDuties(context, about, duties);
    saysReportable(context, about);
    record(context, about, {
      type: 'compliance',
      labelKey: 'incidents.event.assessed',
      labelParams: { casualtyClass: casualtyClassOf(known), count: duties.length },
    });
    return { duties: duties.length, casualtyClass: casualtyClassOf(known) };
  },
});

/** Nobody tells an authority of an exercise, nor twice of one event. */
function mustCount({ number, isDrill = false, mergedIntoId = null }: Incident): void {
  if (isDrill) throw complianceError('drill', { number });
  if (mergedIntoId !== null) throw complianceError('merged', { number });
}

function keepFacts({ tx, newId, now, actor }: CommandContext, about: Incident, facts: FactFields): void {
  const assessed = { ...facts, assessedAt: now, assessedByName: nameOf(actor) };
  // Two consoles may have entered some without knowing of each other: the first is the one that is kept up.
  const [kept] = tx.find(incidentFacts, { incidentId: about.id });
  if (kept !== undefined) tx.patch(incidentFacts, kept.id, assessed);
  else tx.insert(incidentFacts, { id: newId(), siteId: about.siteId, incidentId: about.id, ...assessed });
}

/** What is asked of the rules: the facts, and what incident and site say themselves. */
function caseOf({ tx, site }: CommandContext, about: Incident, facts: FactFields): CaseFacts {
  const home = tx.get(siteEntity, about.siteId);
  return {
    ...facts,
    flagState: facts.flagState ?? home?.flagCountry ?? null,
    type: about.type,
    severity: about.severity,
    category: about.category,
    siteKind: home?.siteKind ?? site.kind,
  };
}

function applyDuties(context: CommandContext, about: Incident, duties: readonly Duty[]): void {
  const { tx, now, newId } = context;
  const entries = tx.find(complianceEntry, { incidentId: about.id }).filter(({ ruleId }) => ruleId !== null);
  const kept = new Set<string>();
  for (const duty of duties) {
    const same = entries.filter(({ ruleId }) => ruleId === duty.ruleId);
    const entry = same.find((one) => !isUntouched(one)) ?? same[0];
    if (entry === undefined) {
      tx.insert(complianceEntry, { ...entryBase(context, about), id: newId(), ...duty });
      continue;
    }
    kept.add(entry.id);
    const { ruleId: _ruleId, ...fields } = duty;
    // What an authority was told stays as it was told: whom, and by when it was due.
    const changes = entry.reportedAt === null ? fields : { because: fields.because };
    tx.patch(complianceEntry, entry.id, { ...changes, withdrawnAt: null });
  }
  for (const entry of entries) {
    if (kept.has(entry.id) || entry.withdrawnAt !== null) continue;
    // What was asked for has been done now, whatever stood about it.
    if (!isUntouched(entry) && !isAssessment(entry)) continue;
    tx.patch(complianceEntry, entry.id, { withdrawnAt: now });
  }
}

function isUntouched({ reportedAt, reviewedAt, status }: ComplianceEntry): boolean {
  return reportedAt === null && reviewedAt === null && status === 'pending_review';
}
