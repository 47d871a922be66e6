import type { z } from 'zod';
import { defineListReport, everyPage } from '../../../reports/list-report.ts';
import { wordsOf } from '../../../kernel/words.ts';
import { COMPLIANCE_COLUMNS } from '../compliance-columns.ts';
import { complianceWords } from '../compliance-words.ts';
import { complianceLog, ComplianceLogInput, LOG_ROWS_MAX } from '../queries/compliance-log.ts';
import { incidentWords } from '../words.ts';

const Parameters = ComplianceLogInput.omit({ cursor: true, limit: true, direction: true });
type Parameters = z.output<typeof Parameters>;

/** The compliance log as it is filtered on the page, every row of it. */
export const complianceLogReport = defineListReport({
  name: 'incidents.complianceLog',
  titleKey: 'incidents.paper.duties.log',
  feature: 'incidents.read',
  words: incidentWords,
  parameters: Parameters,
  columns: COMPLIANCE_COLUMNS,
  usual: Object.keys(COMPLIANCE_COLUMNS),
  subtitle: ({ state }) => wordsOf(complianceWords, { key: `incidents.paper.duties.${state}` }),
  count: (context, parameters) => complianceLog.run(context, page(parameters, 1, null)).total,
  *rows(context, parameters, selected) {
    const wanted = selected === null ? parameters : Parameters.parse({ state: 'all' });
    const all = everyPage((cursor: z.output<typeof ComplianceLogInput>['cursor']) =>
      complianceLog.run(context, page(wanted, LOG_ROWS_MAX, cursor)),
    );
    for (const row of all) if (selected === null || selected.includes(row.id)) yield row;
  },
});

function page(
  parameters: Parameters,
  limit: number,
  cursor: z.output<typeof ComplianceLogInput>['cursor'],
): z.output<typeof ComplianceLogInput> {
  return { ...parameters, direction: 'ascending', limit, cursor };
}
