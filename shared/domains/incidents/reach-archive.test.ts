import { afterEach, beforeEach, expect, it } from 'vitest';
import { ArchiveBoard } from '#tests/support/archive-board.ts';
import { MASTER, personActor } from '#tests/support/test-console.ts';
import type { Actor } from '../../access/can.ts';
import { incidentQueries } from './queries.ts';

type Statistics = ReturnType<typeof incidentQueries.statistics.run>;

let archive: ArchiveBoard;
beforeEach(() => {
  archive = new ArchiveBoard();
});
afterEach(() => archive.remove());

const REPORTER: Actor = { ...MASTER, rowScope: 'own' };
const STRANGER: Actor = { ...personActor('IT'), rowScope: 'own' };

/** What somebody is told of incidents that the store may have put away. */
function told(actor: Actor, from: string) {
  const { queries } = archive.board;
  const asked = { period: 'month', from, to: '2027-01-01T00:00:00.000Z' };
  const { total } = queries.run<Statistics>(incidentQueries.statistics, asked, actor);
  return {
    statistics: [total.reported, total.closed, total.escalated],
    found: archive.readModels.search.find(actor, { text: 'galley' }).found.length,
    foundComments: archive.readModels.search.find(actor, { text: 'hose' }).found.length,
    archived: queries.run(incidentQueries.archived, {}, actor),
  };
}

it('counts and finds what the archive has of somebody’s own, and nothing of others', () => {
  archive.closed('Fire in the galley', ['Hose burst']);
  archive.days(91);
  const before = told(REPORTER, '2026-01-01T00:00:00.000Z');
  expect(before).toEqual({ statistics: [1, 1, 1], found: 1, foundComments: 1, archived: { count: 0 } });
  archive.archive();
  expect(told(REPORTER, '2026-01-01T00:00:00.000Z')).toEqual({ ...before, archived: { count: 1 } });
  expect(told(REPORTER, '2026-05-01T00:00:00.000Z').statistics).toEqual([0, 0, 0]);
  expect(told(STRANGER, '2026-01-01T00:00:00.000Z')).toEqual({
    statistics: [0, 0, 0],
    found: 0,
    foundComments: 0,
    archived: { count: 0 },
  });
});
