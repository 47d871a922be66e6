import type { Row } from '../../../reports/sections.ts';
import type { TimelineRow } from '../queries/detail.ts';
import { commentKindOf } from '../rules/comment-kinds.ts';
import { sayEvent } from '../say-event.ts';
import { incidentWords } from '../words.ts';
import { said } from './said.ts';
import type { Section } from './sections.ts';

export function timelineTable(rows: Row[]): Section {
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
    rows,
    expectedRows: rows.length,
  };
}

type Line = Pick<
  TimelineRow,
  | 'type'
  | 'at'
  | 'byName'
  | 'consoleSiteName'
  | 'labelKey'
  | 'labelParams'
  | 'text'
  | 'commentKind'
  | 'expected'
>;

export function timelineCells(line: Line): Row {
  return [line.at, whoIn(line), line.consoleSiteName, whatIn(line), textIn(line)];
}

/** What somebody wrote says of which kind it is (INC-63), unless it is a plain note. */
function whatIn(line: Line): string {
  const kind = commentKindOf(line);
  const what = sayEvent(incidentWords, line);
  return kind === undefined || kind === 'note' ? what : `${what} (${said(`commentKind.${kind}`)})`;
}

function textIn({ text, expected }: Line): string | null {
  return expected ? [text, said('incidents.update.expected', { expected })].join('\n') : text;
}

export function whoIn({ byName }: Pick<Line, 'byName'>): string {
  return byName === '' ? said('incidents.paper.console') : byName;
}
