import { z } from 'zod';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import { wordsOf } from '../../../kernel/words.ts';
import type { ReportContent } from '../../../reports/sections.ts';
import { statusText } from '../compliance-columns.ts';
import { complianceWords } from '../compliance-words.ts';
import type { complianceOf } from '../queries/compliance.ts';
import type { Incident } from '../schema.ts';
import { witness } from '../schema/investigation.ts';
import type { PreparedForm } from './forms/form.ts';

export type Section = ReportContent['sections'][number];
type Compliance = ReturnType<typeof complianceOf>;
const LINES_MAX = 1_000;
const word = (key: keyof typeof complianceWords): string => complianceWords[key];

/** The form's blocks in its order; what the record does not know says so. */
export function formSections({ form, edition, blocks }: PreparedForm): Section[] {
  return [
    {
      type: 'paragraph',
      text: wordsOf(complianceWords, { key: 'incidents.paper.form.note', params: { edition } }),
    },
    {
      type: 'table',
      title: form,
      columns: [
        { title: 'Block', type: 'text', weight: 0.9 },
        { title: 'Field', type: 'text', weight: 2.4 },
        { title: 'Value', type: 'text', weight: 4 },
        { title: 'From', type: 'text', weight: 0.8 },
      ],
      rows: blocks.map(({ number, label, value, from }) => [
        number,
        label,
        value ?? word('incidents.paper.toFill'),
        from === null ? '' : word(`incidents.paper.from.${from}`),
      ]),
    },
  ];
}

export function dutySection({ entries }: Compliance): Section {
  const shown = entries.filter(({ withdrawnAt }) => withdrawnAt === null);
  const column = (key: keyof typeof complianceWords, type: 'text' | 'instant', weight: number) => ({
    title: word(key),
    type,
    weight,
  });
  return {
    type: 'table',
    title: word('incidents.paper.duties'),
    columns: [
      column('incidents.duty.framework', 'text', 1),
      column('incidents.duty.requirement', 'text', 1.8),
      column('incidents.duty.because', 'text', 2.6),
      column('incidents.duty.authority', 'text', 1.8),
      column('incidents.duty.due', 'instant', 1.4),
      column('incidents.duty.reported', 'instant', 1.4),
      column('incidents.duty.reference', 'text', 1.2),
      column('incidents.duty.status', 'text', 1.2),
      column('incidents.duty.reviewedBy', 'text', 1.2),
    ],
    rows: shown.map((entry) => [
      entry.framework,
      entry.requirement,
      entry.because,
      entry.authority,
      entry.reportDueAt,
      entry.reportedAt,
      entry.reference,
      statusText(entry.status),
      entry.reviewedByName,
    ]),
  };
}

export function factsSection({ facts, casualtyClass }: Compliance): Section[] {
  if (facts === null) return [];
  const { id: _id, kind: _kind, siteId: _siteId, incidentId: _incidentId, ...told } = facts;
  const named = { casualtyClass: casualtyClass ?? '', ...told };
  return [
    {
      type: 'table',
      title: word('incidents.paper.pack.facts'),
      columns: [
        { title: 'Fact', type: 'text', weight: 1 },
        { title: 'Value', type: 'text', weight: 2 },
      ],
      rows: Object.entries(named).map(([name, value]) => [
        name,
        value === null || value === '' ? '–' : String(value),
      ]),
    },
  ];
}

/** Who said what. Personal: only where whoever makes the pack chose it. */
export function witnessSections(db: ReadDatabase, incident: Incident): Section[] {
  const ids = db.all(
    z.object({ id: z.string() }),
    `SELECT w.id FROM incident_witness w WHERE w.incidentId = :id ORDER BY w.id LIMIT ${LINES_MAX}`,
    { id: incident.id },
  );
  const said = ids.flatMap(({ id }) => db.record(witness, id) ?? []);
  if (said.length === 0) return [];
  return [
    {
      type: 'table',
      title: word('incidents.paper.pack.witnesses'),
      columns: [
        { title: 'Name', type: 'text', weight: 1.2 },
        { title: 'Capacity', type: 'text', weight: 1.2 },
        { title: 'Taken', type: 'instant', weight: 1.2 },
        { title: 'Statement', type: 'text', weight: 4 },
      ],
      rows: said.map(({ name, capacity, takenAt, statement }) => [name, capacity, takenAt, statement]),
    },
  ];
}
