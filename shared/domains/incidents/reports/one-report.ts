import { z } from 'zod';
import { may } from '../../../access/can.ts';
import { refusal } from '../../../access/say.ts';
import type { QueryContext } from '../../../kernel/define-query.ts';
import { RecordId } from '../../../kernel/ids.ts';
import { defineReport } from '../../../reports/define-report.ts';
import { EXPORT_FORMATS } from '../../../reports/formats.ts';
import type { ReportContent } from '../../../reports/sections.ts';
import { detail } from '../queries/detail.ts';
import { INCIDENT_CONTENTS, type IncidentContent } from './contents.ts';
import {
  briefFacts,
  factsOf,
  factsWithoutNames,
  filesOf,
  shortTextsOf,
  textsOf,
  timelineOf,
} from './one-facts.ts';
import { findingsOf, statementsIn, statementsOf } from './one-findings.ts';
import { approvalsOf } from './one-approvals.ts';
import { clocksOf, journalOf, reportedOf, timelineOfFacts } from './one-legal.ts';
import { actionsOf, analyticsOf, dutiesOf, ladderOf, linksOf, stagesOf } from './one-parts.ts';
import { said } from './said.ts';
import type { Section } from './sections.ts';

const Parameters = z.object({
  id: RecordId,
  content: z.enum(INCIDENT_CONTENTS).default('full_report'),
  withComments: z.boolean().default(true),
  withTimeline: z.boolean().default(true),
  withAnalytics: z.boolean().default(true),
  /** Who was there by name, with what they said: personal. */
  withWitnesses: z.boolean().default(false),
});
type Parameters = z.output<typeof Parameters>;
type Found = ReturnType<typeof detail.run>;
type Builder = (context: QueryContext, found: Found, parameters: Parameters) => Section[];

const BUILDERS: { readonly [Content in IncidentContent]: Builder } = {
  full_report: (context, found, { withComments, withTimeline, withAnalytics, withWitnesses }) => [
    factsOf(found),
    ...(withAnalytics ? [...analyticsOf(context, found), ...stagesOf(context, found)] : []),
    ...textsOf(found.incident),
    ...findingsOf(context, found.incident),
    ...statementsOf(context, found.incident, withWitnesses),
    ...actionsOf(context, found.incident),
    ...ladderOf(context, found.incident),
    ...approvalsOf(context, found.incident),
    ...dutiesOf(context, found.incident),
    ...linksOf(context, found.incident),
    ...(withTimeline ? timelineOf(found, withComments) : []),
    ...filesOf(found),
  ],
  summary: (context, found, { withAnalytics }) => [
    briefFacts(found),
    ...(withAnalytics ? analyticsOf(context, found) : []),
    ...shortTextsOf(found.incident),
  ],
  investigation: (context, found, { withTimeline, withComments, withWitnesses }) => [
    factsWithoutNames(found),
    ...textsOf(found.incident),
    ...findingsOf(context, found.incident),
    ...statementsOf(context, found.incident, withWitnesses),
    ...actionsOf(context, found.incident),
    ...(withTimeline ? timelineOf(found, withComments) : []),
    ...filesOf(found),
  ],
  legal: (context, found) => [
    factsOf(found),
    ...clocksOf(),
    ...reportedOf(found.incident),
    ...timelineOfFacts(found),
    ...journalOf(context, found),
    ...filesOf(found),
  ],
};

const TITLES = {
  full_report: 'incidents.paper.one.title',
  summary: 'incidents.paper.one.title.summary',
  investigation: 'incidents.paper.one.title.investigation',
  legal: 'incidents.paper.one.title.legal',
} as const;

/** One incident: everything that is known, one page, how it came to it, or what can be proved. */
export const incidentReport = defineReport({
  name: 'incidents.one',
  titleKey: 'incidents.paper.one',
  feature: 'incidents.read',
  parameters: Parameters,
  formats: EXPORT_FORMATS,
  builtIn: 'host',
  shows: ({ db }, { id, content, withWitnesses }) =>
    withWitnesses && (content === 'full_report' || content === 'investigation') ? statementsIn(db, id) : [],
  build(context, parameters) {
    const { id, content, withWitnesses } = parameters;
    if (withWitnesses && !may(context.actor, 'incidents.investigate').allowed)
      throw refusal(context.actor, 'incidents.investigate', null);
    const found = detail.run(context, { id });
    return {
      ...headOf(found),
      title: said(TITLES[content], { number: found.incident.number }),
      sections: BUILDERS[content](context, found, parameters),
    };
  },
});

/** The incident itself with its timeline and files, for documents that bring the rest themselves. */
export function recordContent(context: QueryContext, id: RecordId): ReportContent {
  const found = detail.run(context, { id });
  return {
    ...headOf(found),
    title: said(TITLES.full_report, { number: found.incident.number }),
    sections: [factsOf(found), ...textsOf(found.incident), ...timelineOf(found, true), ...filesOf(found)],
  };
}

function headOf({ incident, site }: Found): Pick<ReportContent, 'site' | 'subtitle' | 'period'> {
  return {
    ...(site === null ? {} : { site: { ...site, code: '' } }),
    subtitle: incident.title,
    period: null,
  };
}
