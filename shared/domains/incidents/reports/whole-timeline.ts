import type { z } from 'zod';
import type { ReadDatabase } from '../../../kernel/transaction.ts';
import type { Row } from '../../../reports/sections.ts';
import type { Section } from './regulator-sections.ts';
import { TimelineRow } from '../queries/detail.ts';
import { timelineCells, timelineTable } from './timeline-table.ts';

const Line = TimelineRow.pick({
  id: true,
  type: true,
  at: true,
  byName: true,
  consoleSiteName: true,
  labelKey: true,
  labelParams: true,
  text: true,
  commentKind: true,
  expected: true,
});
type Line = z.output<typeof Line>;
const LINES_AT_ONCE = 500;
/** Far beyond what anybody reads. */
const LINES_MAX = 20_000;

/** Every line of a timeline, oldest first, however long it is. */
export function wholeTimeline(db: ReadDatabase, incidentId: string): Section {
  const rows: Row[] = [];
  let last: Pick<Line, 'at' | 'id'> = { at: '', id: '' };
  for (;;) {
    const lines: Line[] = db.all(
      Line,
      `SELECT e.id, e.type, e.at, e.byName, e.consoleSiteName, e.labelKey, e.labelParams, e.text, e.commentKind,
              e.expected FROM incident_event e
       WHERE e.incidentId = :incidentId AND (e.at, e.id) > (:at, :id) ORDER BY e.at, e.id LIMIT ${LINES_AT_ONCE}`,
      { incidentId, ...last },
    );
    rows.push(...lines.map(timelineCells));
    const end = lines.at(-1);
    if (end === undefined || lines.length < LINES_AT_ONCE || rows.length >= LINES_MAX) break;
    last = { at: end.at, id: end.id };
  }
  return timelineTable(rows);
}
