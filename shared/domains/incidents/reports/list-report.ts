import type { z } from 'zod';
import { defineListReport, everyPage } from '../../../reports/list-report.ts';
import { INCIDENT_COLUMNS } from '../list-columns.ts';
import { IncidentListInput, list, PAGE_ROWS_MAX } from '../queries/list.ts';
import { incidentWords } from '../words.ts';
import { said } from './said.ts';

const Parameters = IncidentListInput.omit({ cursor: true, limit: true, ids: true });
type Parameters = z.output<typeof Parameters>;

/** The list as it is arranged, filtered and sorted on the page, every row of it. */
export const incidentListReport = defineListReport({
  name: 'incidents.list',
  titleKey: 'incidents.paper.list.title',
  feature: 'incidents.read',
  words: incidentWords,
  parameters: Parameters,
  columns: INCIDENT_COLUMNS,
  usual: [
    'number',
    'severity',
    'title',
    'stage',
    'level',
    'site',
    'place',
    'reportedAt',
    'dueAt',
    'resolvedAt',
    'assignee',
  ],
  subtitle: subtitleOf,
  count(context, parameters) {
    const { total, totalIsLeast } = list.run(context, firstPage(parameters, 1));
    return totalIsLeast ? undefined : total;
  },
  rows(context, parameters, selected) {
    const { sort, direction } = parameters;
    const every = {
      ...Parameters.parse({ state: 'all' }),
      sort,
      direction,
      withArchived: parameters.withArchived,
    };
    const wanted = firstPage(selected === null ? parameters : every, PAGE_ROWS_MAX);
    return everyPage((cursor: (typeof wanted)['cursor']) =>
      list.run(context, { ...wanted, ids: selected === null ? null : [...selected], cursor }),
    );
  },
});

function firstPage(parameters: Parameters, limit: number): z.output<typeof IncidentListInput> {
  return { ...parameters, ids: null, cursor: null, limit };
}

function subtitleOf(parameters: Parameters): string {
  const {
    state,
    withArchived,
    sort: _sort,
    direction: _direction,
    ...narrowing
  } = Parameters.parse(parameters);
  const isWhole = state === 'all' && withArchived;
  const what = said(isWhole ? 'incidents.paper.list.everything' : `incidents.paper.list.${state}`);
  const { sort: _, direction: __, state: ___, withArchived: ____, ...none } = Parameters.parse({});
  const isNarrowed = JSON.stringify(narrowing) !== JSON.stringify(none);
  return isNarrowed ? said('incidents.paper.list.narrowed', { what }) : what;
}
