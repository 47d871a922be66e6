import type { Catalogue } from '../../kernel/words.ts';
import { oneReportWords } from './one-report-words.ts';

/** Texts of the reports that people take away. */
export const incidentReportWords = {
  ...oneReportWords,
  'incidents.paper.list.title': 'Incidents',
  'incidents.paper.list.open': 'Open incidents',
  'incidents.paper.list.done': 'Resolved and closed incidents',
  'incidents.paper.list.all': 'All incidents that are not in the archive',
  'incidents.paper.list.everything': 'All incidents, archive included',
  'incidents.paper.list.narrowed': '{what}, narrowed by filters',
  'incidents.paper.one': 'Incident in full',
  'incidents.paper.one.title': 'Incident {number}',
  'incidents.paper.one.cut': 'Older lines of the timeline are not part of this report.',
  'incidents.paper.facts': 'Facts',
  'incidents.paper.timeline': 'Timeline',
  'incidents.paper.files': 'Photos and files',
  'incidents.paper.column.title': 'Title',
  'incidents.paper.column.site': 'Site',
  'incidents.paper.column.level': 'Level',
  'incidents.paper.column.reported': 'Reported',
  'incidents.paper.column.reportedBy': 'Reported by',
  'incidents.paper.column.when': 'When',
  'incidents.paper.column.who': 'Who',
  'incidents.paper.column.where': 'Console at',
  'incidents.paper.column.what': 'What',
  'incidents.paper.column.text': 'Text',
  'incidents.paper.console': 'The console',
} as const satisfies Catalogue;
