import type { ListColumns } from '../../reports/list-report.ts';
import type { IncidentRow } from './queries/list.ts';
import { valueText } from './reports/said.ts';

/** What the list of incidents can show, on the page and in its exports. */
export const INCIDENT_COLUMNS = {
  severity: {
    titleKey: 'field.severity',
    type: 'text',
    weight: 1,
    cell: ({ severity }) => valueText('severity', severity),
  },
  number: { titleKey: 'field.number', type: 'text', weight: 1.9, cell: ({ number }) => number },
  title: { titleKey: 'incidents.paper.column.title', type: 'text', weight: 3.4, cell: ({ title }) => title },
  site: {
    titleKey: 'incidents.paper.column.site',
    type: 'text',
    weight: 1.3,
    cell: ({ siteName }) => siteName,
  },
  dueAt: { titleKey: 'field.dueAt', type: 'instant', weight: 1.4, cell: ({ dueAt }) => dueAt },
  stage: {
    titleKey: 'field.stage',
    type: 'text',
    weight: 1.4,
    cell: ({ stage }) => valueText('stage', stage),
  },
  level: {
    titleKey: 'incidents.paper.column.level',
    type: 'number',
    weight: 0.7,
    cell: ({ escalationLevel }) => escalationLevel,
  },
  reportedAt: {
    titleKey: 'incidents.paper.column.reported',
    type: 'instant',
    weight: 1.4,
    cell: ({ reportedAt }) => reportedAt,
  },
  resolvedAt: {
    titleKey: 'field.resolvedAt',
    type: 'instant',
    weight: 1.4,
    cell: ({ resolvedAt }) => resolvedAt,
  },
  place: { titleKey: 'field.place', type: 'text', weight: 1.4, cell: ({ place }) => place },
  assignee: {
    titleKey: 'field.assigneeName',
    type: 'text',
    weight: 1.3,
    cell: ({ assigneeName }) => assigneeName,
  },
} as const satisfies ListColumns<IncidentRow>;
