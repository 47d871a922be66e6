import type { z } from 'zod';
import type { QueryContext } from '../../../kernel/define-query.ts';
import { defineReport } from '../../../reports/define-report.ts';
import { EXPORT_FORMATS } from '../../../reports/formats.ts';
import type { Row } from '../../../reports/sections.ts';
import { IncidentListInput, type IncidentRow, list, PAGE_ROWS_MAX } from '../queries/list.ts';
import { said, valueText } from './said.ts';

const Parameters = IncidentListInput.omit({ cursor: true, limit: true });
type Parameters = z.output<typeof Parameters>;

/** The list as it is filtered and sorted on the page, every row of it. */
export const incidentListReport = defineReport({
  name: 'incidents.list',
  titleKey: 'incidents.paper.list.title',
  feature: 'incidents.read',
  parameters: Parameters,
  formats: EXPORT_FORMATS,
  builtIn: 'worker',
  build(context, parameters) {
    const { total } = list.run(context, { ...parameters, cursor: null, limit: 1 });
    return {
      title: said('incidents.paper.list.title'),
      subtitle: subtitleOf(parameters),
      period: null,
      sections: [
        {
          type: 'table',
          title: said('incidents.paper.list.title'),
          columns: [
            { title: said('field.number'), type: 'text', weight: 1.9 },
            { title: said('field.severity'), type: 'text', weight: 1 },
            { title: said('field.title'), type: 'text', weight: 3.4 },
            { title: said('field.stage'), type: 'text', weight: 1.4 },
            { title: said('incidents.paper.column.level'), type: 'number', weight: 0.7 },
            { title: said('incidents.paper.column.site'), type: 'text', weight: 1.3 },
            { title: said('field.place'), type: 'text', weight: 1.4 },
            { title: said('incidents.paper.column.reported'), type: 'instant', weight: 1.4 },
            { title: said('field.dueAt'), type: 'instant', weight: 1.4 },
            { title: said('field.resolvedAt'), type: 'instant', weight: 1.4 },
            { title: said('field.assigneeName'), type: 'text', weight: 1.3 },
          ],
          rows: () => rowsOf(context, parameters),
          expectedRows: total,
        },
      ],
    };
  },
});

/** Page after page, so that a million rows need no more memory than a page. */
function* rowsOf(context: QueryContext, parameters: Parameters): Generator<Row> {
  let cursor: z.output<typeof IncidentListInput>['cursor'] = null;
  do {
    const page: ReturnType<typeof list.run> = list.run(context, {
      ...parameters,
      cursor,
      limit: PAGE_ROWS_MAX,
    });
    for (const row of page.rows) yield cellsOf(row);
    cursor = page.next;
  } while (cursor !== null);
}

function cellsOf(row: IncidentRow): Row {
  return [
    row.number,
    valueText('severity', row.severity),
    row.title,
    valueText('stage', row.stage),
    row.escalationLevel,
    row.siteName,
    row.place,
    row.reportedAt,
    row.dueAt,
    row.resolvedAt,
    row.assigneeName,
  ];
}

function subtitleOf({ state, sort: _sort, direction: _direction, ...narrowing }: Parameters): string {
  const what = said(`incidents.paper.list.${state}`);
  const { sort: _, direction: __, state: ___, ...none } = Parameters.parse({});
  const isNarrowed = JSON.stringify(narrowing) !== JSON.stringify(none);
  return isNarrowed ? said('incidents.paper.list.narrowed', { what }) : what;
}
