import { z } from 'zod';
import { RecordId } from '../../../kernel/ids.ts';
import { defineReport } from '../../../reports/define-report.ts';
import { EXPORT_FORMATS } from '../../../reports/formats.ts';
import type { ReportContent, Row } from '../../../reports/sections.ts';
import { detail, type TimelineRow } from '../queries/detail.ts';
import type { Incident } from '../schema.ts';
import { sayEvent } from '../say-event.ts';
import { incidentWords } from '../words.ts';
import { said, valueText } from './said.ts';

type Detail = ReturnType<typeof detail.run>;
type Section = ReportContent['sections'][number];

/** One incident with everything that is known of it, as it is handed to an authority or filed. */
export const incidentReport = defineReport({
  name: 'incidents.one',
  titleKey: 'incidents.paper.one',
  feature: 'incidents.read',
  parameters: z.object({ id: RecordId }),
  formats: EXPORT_FORMATS,
  builtIn: 'host',
  build(context, parameters) {
    const found = detail.run(context, parameters);
    const { incident, site } = found;
    return {
      ...(site === null ? {} : { site: { ...site, code: '' } }),
      title: said('incidents.paper.one.title', { number: incident.number }),
      subtitle: incident.title,
      period: null,
      sections: [
        factsOf(found),
        ...textsOf(incident),
        timelineOf(found),
        ...(found.timelineCut ? [paragraph(said('incidents.paper.one.cut'))] : []),
        ...filesOf(found),
      ],
    };
  },
});

function factsOf({ incident, site }: Detail): Section {
  const text = (label: string, value: string | null) => ({ label, type: 'text' as const, value });
  const instant = (label: string, value: string | null) => ({ label, type: 'instant' as const, value });
  return {
    type: 'figures',
    title: said('incidents.paper.facts'),
    look: 'list',
    items: [
      text(said('field.number'), incident.number),
      text(said('incidents.paper.column.site'), site?.name ?? null),
      text(said('field.place'), incident.place),
      text(said('field.severity'), valueText('severity', incident.severity)),
      text(said('field.stage'), valueText('stage', incident.stage)),
      text(said('field.type'), valueText('type', incident.type)),
      text(said('field.category'), valueText('category', incident.category)),
      { label: said('field.escalationLevel'), type: 'number', value: incident.escalationLevel },
      text(said('incidents.paper.column.reportedBy'), incident.reportedByName),
      instant(said('incidents.paper.column.reported'), incident.reportedAt),
      text(said('field.assigneeName'), incident.assigneeName),
      instant(said('field.acknowledgedAt'), incident.acknowledgedAt),
      text(said('field.acknowledgedByName'), incident.acknowledgedByName),
      instant(said('field.dueAt'), incident.dueAt),
      instant(said('field.resolvedAt'), incident.resolvedAt),
      instant(said('field.closedAt'), incident.closedAt),
    ],
  };
}

function textsOf(incident: Incident): Section[] {
  const texts = [
    [said('field.description'), incident.description],
    [said('field.resolution'), incident.resolution],
    [said('field.rootCause'), incident.rootCause],
    [said('field.correctiveAction'), incident.correctiveAction],
  ] as const;
  return texts.flatMap(([heading, text]): Section[] =>
    text === null || text === '' ? [] : [{ type: 'heading', text: heading, level: 2 }, paragraph(text)],
  );
}

function paragraph(text: string): Section {
  return { type: 'paragraph', text };
}

function timelineOf({ timeline }: Detail): Section {
  return {
    type: 'table',
    title: said('incidents.paper.timeline'),
    columns: [
      { title: said('incidents.paper.column.when'), type: 'instant', weight: 1.3 },
      { title: said('incidents.paper.column.who'), type: 'text', weight: 1.4 },
      { title: said('incidents.paper.column.where'), type: 'text', weight: 1.2 },
      { title: said('incidents.paper.column.what'), type: 'text', weight: 2.2 },
      { title: said('incidents.paper.column.text'), type: 'text', weight: 3 },
    ],
    rows: timeline.map(cellsOf),
    expectedRows: timeline.length,
  };
}

function cellsOf(row: TimelineRow): Row {
  const who = row.byName === '' ? said('incidents.paper.console') : row.byName;
  return [row.at, who, row.consoleSiteName, sayEvent(incidentWords, row), row.text];
}

function filesOf({ attachments }: Detail): Section[] {
  if (attachments.length === 0) return [];
  return [
    {
      type: 'files',
      title: said('incidents.paper.files'),
      items: attachments.map(({ sha256, fileName, mediaType, sizeBytes, addedAt, addedByName }) => ({
        sha256,
        fileName,
        mediaType,
        sizeBytes,
        addedAt,
        addedByName,
      })),
    },
  ];
}
