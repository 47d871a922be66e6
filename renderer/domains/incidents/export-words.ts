import type { Catalogue } from '#shared/kernel/words.ts';

/** The choice of what a report about one incident holds. */
export const incidentExportWords = {
  'incidents.export.kind': 'What it holds',
  'incidents.export.full_report': 'Full report',
  'incidents.export.full_report.hint': 'Everything that is known of it.',
  'incidents.export.summary': 'Summary',
  'incidents.export.summary.hint': 'One page.',
  'incidents.export.investigation': 'Investigation',
  'incidents.export.investigation.hint': 'Causes, factors, actions and lessons.',
  'incidents.export.legal': 'Record of facts',
  'incidents.export.legal.hint': 'What can be proved: clocks, journal entries and hashes; no opinions.',
  'incidents.export.timeline': 'Timeline',
  'incidents.export.comments': 'Comments',
  'incidents.export.analytics': 'How long it took',
  'incidents.export.witnesses': 'Names and statements of witnesses',
  'incidents.export.witnesses.hint': 'Personal. That you took them along is noted.',
} as const satisfies Catalogue;
