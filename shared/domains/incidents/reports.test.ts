import { afterEach, beforeEach, expect, it } from 'vitest';
import { ArchiveBoard } from '#tests/support/archive-board.ts';
import { MASTER } from '#tests/support/test-console.ts';
import { isoOf } from '../../kernel/clock.ts';
import { must } from '../../kernel/assert.ts';
import { incidentReport } from './reports/one-report.ts';

let board: ArchiveBoard;
beforeEach(() => {
  board = new ArchiveBoard();
});
afterEach(() => board.remove());

it('one incident in full is the same from the archive as before it went there', () => {
  const id = board.closed('Fire aft', ['First comment', 'Second comment']);
  const content = () =>
    board.store.reading(() =>
      incidentReport.build(
        {
          db: board.store,
          now: isoOf(board.board.clock.now()),
          actor: MASTER,
          site: must(board.store.state.site, 'a site'),
          sites: [MASTER.siteId],
        },
        incidentReport.parameters.parse({ id }),
      ),
    );
  const before = content();
  expect(JSON.stringify(before)).toContain('Second comment');
  expect(before.sections.map(({ type }) => type)).toEqual([
    'figures',
    'heading',
    'paragraph',
    'heading',
    'paragraph',
    'heading',
    'paragraph',
    'table',
  ]);
  board.days(120);
  expect(board.archive().length).toBeGreaterThan(0);
  expect(content()).toEqual(before);
});
