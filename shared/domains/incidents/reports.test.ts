import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveBoard } from '#tests/support/archive-board.ts';
import { MASTER, personActor } from '#tests/support/test-console.ts';
import { isoOf } from '../../kernel/clock.ts';
import { must } from '../../kernel/assert.ts';
import { hexOfBytes } from '../../sync/hex.ts';
import { incidentCommands } from './commands.ts';
import { INCIDENT_CONTENTS } from './reports/contents.ts';
import { incidentReport } from './reports/one-report.ts';
import { witness } from './schema/investigation.ts';

let board: ArchiveBoard;
beforeEach(() => {
  board = new ArchiveBoard();
});
afterEach(() => board.remove());

const { addCause, addAction, startInvestigation, takeStatement, comment } = incidentCommands;
const SECRET = 'I had closed it the evening before';

function contentOf(id: string, parameters: object = {}, actor = MASTER) {
  return board.store.reading(() =>
    incidentReport.build(
      {
        db: board.store,
        now: isoOf(board.board.clock.now()),
        actor,
        site: must(board.store.state.site, 'a site'),
        sites: [MASTER.siteId],
      },
      incidentReport.parameters.parse({ id, ...parameters }),
    ),
  );
}

/** Title of each part, in order. */
function partsIn(id: string, parameters: object = {}): string[] {
  return contentOf(id, parameters).sections.flatMap((section) => {
    if (section.type === 'paragraph') return [];
    return [section.type === 'heading' ? section.text : section.title];
  });
}

function investigated(): string {
  const { id } = board.board.run<{ id: string }>(incidentCommands.report, {
    title: 'Separator leaks',
    severity: 'high',
    description: 'Oil on the floor plates.',
  });
  board.board.run(startInvestigation, { id });
  const { causeId } = board.board.run<{ causeId: string }>(addCause, {
    id,
    text: 'The gasket was worn',
    group: 'equipment',
  });
  board.board.run(addCause, {
    id,
    parentId: causeId,
    text: 'No spares on board',
    group: 'management',
    isRoot: true,
  });
  board.board.run(takeStatement, { id, name: 'Ravi Menon', capacity: 'Fitter', statement: SECRET });
  board.board.run(addAction, { id, text: 'Order gaskets', actionKind: 'corrective' });
  board.board.run(comment, { id, text: 'Looks like bad luck' });
  return id;
}

it('one incident in full is the same from the archive as before it went there', () => {
  const id = board.closed('Fire aft', ['First comment', 'Second comment']);
  const before = contentOf(id);
  expect(JSON.stringify(before)).toContain('Second comment');
  expect(partsIn(id)).toEqual([
    'Facts',
    'How long it took',
    'Time in each stage',
    'Resolution',
    'Root cause',
    'Corrective action',
    'Investigation',
    'Actions',
    'Escalation',
    'Acknowledgements',
    'Timeline',
  ]);
  board.days(120);
  expect(board.archive().length).toBeGreaterThan(0);
  expect(contentOf(id)).toEqual(before);
});

describe('a report about one incident', () => {
  it('INC-76: names the type of each step of the ladder beside why it was called', () => {
    const { report, escalate } = incidentCommands;
    const { id } = board.board.run<{ id: string }>(report, { title: 'Fire', severity: 'critical' });
    board.board.run(escalate, { id, toLevel: 2, reason: 'Spreads' });
    const ladder = contentOf(id).sections.find(
      (section) => section.type === 'table' && section.title === 'Escalation',
    );
    const rows = ladder?.type === 'table' && Array.isArray(ladder.rows) ? ladder.rows : [];
    expect(rows.map((row: readonly unknown[]) => row.slice(1, 4))).toEqual([
      [1, 'Reported as critical', 'severity'],
      [2, 'By hand', 'manual'],
    ]);
  });

  it('holds what its kind is for', () => {
    const id = investigated();
    expect(
      Object.fromEntries(INCIDENT_CONTENTS.map((content) => [content, partsIn(id, { content })])),
    ).toEqual({
      full_report: [
        'Facts',
        'How long it took',
        'Time in each stage',
        'Description',
        'Investigation',
        'Causes',
        'Who was there',
        'Actions',
        'Timeline',
      ],
      summary: ['Facts', 'How long it took', 'Description'],
      investigation: [
        'Facts',
        'Description',
        'Investigation',
        'Causes',
        'Who was there',
        'Actions',
        'Timeline',
      ],
      legal: ['Facts', 'As it was reported', 'Timeline', 'Entries of the journal'],
    });
    expect(partsIn(id, { withTimeline: false, withAnalytics: false })).toEqual([
      'Facts',
      'Description',
      'Investigation',
      'Causes',
      'Who was there',
      'Actions',
    ]);
  });

  it.each(INCIDENT_CONTENTS)('as %s names no witness unless whoever makes it chose so', (content) => {
    const id = investigated();
    const plain = JSON.stringify(contentOf(id, { content }));
    expect([plain.includes(SECRET), plain.includes('Ravi Menon')]).toEqual([false, false]);
    const chosen = JSON.stringify(contentOf(id, { content, withWitnesses: true }));
    const isFor = content === 'full_report' || content === 'investigation';
    expect([chosen.includes(SECRET), chosen.includes('Ravi Menon')]).toEqual([isFor, isFor]);
  });

  it('gives no statements to who may not read them', () => {
    const id = investigated();
    const deckhand = personActor('IT', 'crew');
    expect(() => contentOf(id, {}, deckhand)).not.toThrow();
    expect(() => contentOf(id, { withWitnesses: true }, deckhand)).toThrow(/not|may/i);
  });

  it('tells which statements it shows', () => {
    const id = investigated();
    const shown = (parameters: object) =>
      incidentReport.shows?.({ db: board.store }, incidentReport.parameters.parse({ id, ...parameters }));
    expect(shown({})).toEqual([]);
    expect(shown({ content: 'legal', withWitnesses: true })).toEqual([]);
    expect(shown({ withWitnesses: true })).toEqual([{ entity: witness, id: expect.any(String) }]);
  });

  it('leaves comments out where nobody wants them, and out of the record of facts always', () => {
    const id = investigated();
    const says = (parameters: object) => JSON.stringify(contentOf(id, parameters)).includes('bad luck');
    expect([
      says({}),
      says({ withComments: false }),
      says({ content: 'investigation', withComments: false }),
      says({ content: 'legal' }),
    ]).toEqual([true, false, false, false]);
  });

  it('as a record of facts names the entries of the journal by their hashes', () => {
    const id = investigated();
    const table = contentOf(id, { content: 'legal' }).sections.find(
      (section) => section.type === 'table' && section.title === 'Entries of the journal',
    );
    const rows = table?.type === 'table' && typeof table.rows !== 'function' ? table.rows : [];
    expect(rows.map(([, , command]) => command)).toContain('incidents.report');
    for (const [seq, , , , hash] of rows)
      expect(hash).toBe(hexOfBytes(board.store.journal.hashAt(Number(seq))));
  });
});
