import type { detail } from '../queries/detail.ts';
import type { Incident } from '../schema.ts';
import { said, valueText } from './said.ts';
import { chapter, paragraph, type Section } from './sections.ts';
import { timelineCells, timelineTable } from './timeline-table.ts';

type Found = ReturnType<typeof detail.run>;
type FactItem = Extract<Section, { type: 'figures' }>['items'][number];

/** A page holds four texts of this length beside its facts. */
const SHORT_CHARACTERS_MAX = 420;

const text = (label: string, value: string | null): FactItem => ({ label, type: 'text', value });
const instant = (label: string, value: string | null): FactItem => ({ label, type: 'instant', value });
const number = (label: string, value: number): FactItem => ({ label, type: 'number', value });

export function factsOf(found: Found): Section {
  const { incident } = found;
  return facts([
    ...whichAndWhere(found),
    number(said('field.escalationLevel'), incident.escalationLevel),
    text(said('incidents.paper.column.reportedBy'), incident.reportedByName),
    ...happenedAt(incident),
    instant(said('incidents.paper.column.reported'), incident.reportedAt),
    text(said('field.assigneeName'), incident.assigneeName),
    instant(said('field.acknowledgedAt'), incident.acknowledgedAt),
    text(said('field.acknowledgedByName'), incident.acknowledgedByName),
    instant(said('field.dueAt'), incident.dueAt),
    instant(said('field.resolvedAt'), incident.resolvedAt),
    instant(said('field.closedAt'), incident.closedAt),
  ]);
}

/** What fits on one page beside what was done. */
export function briefFacts({ incident, site }: Found): Section {
  return facts([
    text(said('incidents.paper.column.site'), [site?.name ?? '', incident.place].filter(Boolean).join(', ')),
    ...kindOf(incident),
    ...harmOf(incident),
    ...happenedAt(incident),
    instant(said('incidents.paper.column.reported'), incident.reportedAt),
    instant(said('field.dueAt'), incident.dueAt),
    instant(said('field.resolvedAt'), incident.resolvedAt),
  ]);
}

/** Nobody's name: what happened, where and when. */
export function factsWithoutNames(found: Found): Section {
  const { incident } = found;
  return facts([
    ...whichAndWhere(found),
    ...happenedAt(incident),
    instant(said('incidents.paper.column.reported'), incident.reportedAt),
    instant(said('field.resolvedAt'), incident.resolvedAt),
    instant(said('field.closedAt'), incident.closedAt),
  ]);
}

function whichAndWhere({ incident, site }: Found): FactItem[] {
  return [
    text(said('field.number'), incident.number),
    text(said('incidents.paper.column.site'), site?.name ?? null),
    text(said('field.place'), incident.place),
    ...kindOf(incident),
    text(said('field.category'), valueText('category', incident.category)),
    ...harmOf(incident),
  ];
}

function kindOf({ severity, stage, type }: Incident): FactItem[] {
  return [
    text(said('field.severity'), valueText('severity', severity)),
    text(said('field.stage'), valueText('stage', stage)),
    text(said('field.type'), valueText('type', type)),
  ];
}

function facts(items: FactItem[]): Section {
  return { type: 'figures', title: said('incidents.paper.facts'), look: 'list', items };
}

/** Records of before had none of these. */
function harmOf({
  isDrill = false,
  impact = null,
  injured = 0,
  dead = 0,
  affected = '',
}: Incident): FactItem[] {
  return [
    ...(isDrill ? [text(said('incidents.paper.field.isDrill'), said('incidents.paper.drill'))] : []),
    ...(impact === null
      ? []
      : [text(said('incidents.paper.field.impact'), said(`incidents.paper.impact.${impact}`))]),
    ...(injured === 0 ? [] : [number(said('incidents.paper.field.injured'), injured)]),
    ...(dead === 0 ? [] : [number(said('incidents.paper.field.dead'), dead)]),
    ...(affected === '' ? [] : [text(said('incidents.paper.field.affected'), affected)]),
  ];
}

function happenedAt({ occurredAt = null }: Incident): FactItem[] {
  return occurredAt === null ? [] : [instant(said('incidents.paper.field.occurredAt'), occurredAt)];
}

export function textsOf(incident: Incident): Section[] {
  return writtenIn(incident).flatMap(([heading, written]) => chapter(heading, written));
}

/** The same, each cut where it would run on to another page. */
export function shortTextsOf(incident: Incident): Section[] {
  const written = writtenIn(incident);
  const isCut = written.some(([, full]) => shortened(full) !== full);
  return [
    ...written.flatMap(([heading, full]) => chapter(heading, shortened(full))),
    ...(isCut ? [paragraph(said('incidents.paper.one.shortened'))] : []),
  ];
}

function writtenIn(incident: Incident): (readonly [heading: string, text: string])[] {
  return [
    [said('field.description'), incident.description],
    [said('field.resolution'), incident.resolution ?? ''],
    [said('field.rootCause'), incident.rootCause ?? ''],
    [said('field.correctiveAction'), incident.correctiveAction ?? ''],
    [said('incidents.paper.field.noActionBecause'), incident.noActionBecause ?? ''],
  ];
}

function shortened(full: string): string {
  const oneBlock = full.replaceAll(/\s*\n\s*/g, ' ');
  return full.length <= SHORT_CHARACTERS_MAX && oneBlock === full
    ? full
    : oneBlock.length <= SHORT_CHARACTERS_MAX
      ? oneBlock
      : `${oneBlock.slice(0, SHORT_CHARACTERS_MAX).trimEnd()}…`;
}

export function timelineOf({ timeline, timelineCut }: Found, withComments: boolean): Section[] {
  const shown = withComments ? timeline : timeline.filter(({ type }) => type !== 'commented');
  return [timelineTable(shown.map(timelineCells)), ...cutNote(timelineCut)];
}

export function cutNote(isCut: boolean): Section[] {
  return isCut ? [paragraph(said('incidents.paper.one.cut'))] : [];
}

export function filesOf({ attachments }: Found): Section[] {
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
