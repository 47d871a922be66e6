import { z } from 'zod';
import { can } from '../../../access/can.ts';
import { targetOf } from '../../../access/target.ts';
import { defineQuery } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { SiteRow } from '../../settings/queries.ts';
import { PARTICULARS } from '../../settings/schema.ts';
import { complianceError } from '../compliance-errors.ts';
import { casualtyClassOf } from '../rules/casualty-class.ts';
import { type Incident, incident } from '../schema.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { type IncidentFacts, incidentFacts } from '../schema/facts.ts';

/** More duties than these one incident can't bring. */
const ENTRIES_MAX = 200;
const Id = z.object({ id: z.string() });
const SiteOfDuties = SiteRow.omit({ id: true, code: true, latitude: true, longitude: true });

/** Who must be told of one incident, and the facts by which that was decided. */
export const compliance = defineQuery({
  name: 'incidents.compliance',
  feature: 'incidents.read',
  input: z.object({ id: RecordId }),
  reads: ['incidents', 'files', 'settings'],
  run({ db, actor }, { id }) {
    const about = db.record(incident, id);
    if (about === undefined || !can(actor, 'incidents.read', targetOf(incident, about)).allowed) {
      throw complianceError('unseen');
    }
    return complianceOf(db, about);
  },
});

export function complianceOf(db: ReadDatabase, about: Incident) {
  const site = db.get(
    SiteOfDuties,
    `SELECT name, siteKind, timeZone, imoNumber, flagCountry, ${PARTICULARS.join(', ')} FROM site WHERE id = :siteId`,
    { siteId: about.siteId },
  );
  const entries = db
    .all(
      Id,
      `SELECT c.id FROM incident_compliance c WHERE c.incidentId = :id
       ORDER BY c.reportDueAt IS NULL, c.reportDueAt, c.id LIMIT ${ENTRIES_MAX}`,
      { id: about.id },
    )
    .flatMap(({ id }): ComplianceEntry[] => {
      const entry = db.record(complianceEntry, id);
      return entry === undefined ? [] : [entry];
    });
  const facts = factsOf(db, about.id);
  return {
    site: site ?? null,
    facts,
    casualtyClass:
      facts === null || site === undefined
        ? null
        : casualtyClassOf({
            ...facts,
            type: about.type,
            severity: about.severity,
            siteKind: site.siteKind,
          }),
    entries,
    files: db.all(
      z.object({ id: z.string(), fileName: z.string() }),
      'SELECT f.id, f.fileName FROM attachment f WHERE f.ownerId = :id ORDER BY f.addedAt, f.id LIMIT 500',
      { id: about.id },
    ),
  };
}

function factsOf(db: ReadDatabase, incidentId: string): IncidentFacts | null {
  const found = db.get(
    Id,
    'SELECT f.id FROM incident_facts f WHERE f.incidentId = :incidentId ORDER BY f.id LIMIT 1',
    { incidentId },
  );
  return found === undefined ? null : (db.record(incidentFacts, found.id) ?? null);
}
