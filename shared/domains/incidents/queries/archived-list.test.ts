import { afterEach, beforeEach, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { NO_FILTER } from '#shared/kernel/filter.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { ArchiveBoard } from '#tests/support/archive-board.ts';
import { MASTER } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { NO_FACTS } from '../schema/facts.ts';

type Page = ReturnType<typeof incidentQueries.list.run>;
type Log = ReturnType<typeof incidentQueries.complianceLog.run>;

let archive: ArchiveBoard;
beforeEach(() => {
  archive = new ArchiveBoard();
});
afterEach(() => archive.remove());

function list(input: object): Page {
  return archive.board.queries.run<Page>(incidentQueries.list, { state: 'all', ...input }, MASTER);
}

const titlesOf = ({ rows }: Page) => rows.map(({ title }) => title);

/** Two that went to the archive, in two months, and one that has not. */
function threeMonths(): void {
  archive.closed('Fire in the galley');
  archive.days(40);
  archive.closed('Leak in the engine room');
  archive.days(91);
  archive.archive();
  archive.closed('Smoke in the laundry');
}

it('a list with archived ones is one list: sorted, filtered, searched and paged together', () => {
  threeMonths();
  expect(titlesOf(list({ sort: 'reportedAt' }))).toEqual(['Smoke in the laundry']);
  const all = { withArchived: true, sort: 'reportedAt', limit: 2 } as const;
  const first = list(all);
  const second = list({ ...all, cursor: first.next });
  expect([titlesOf(first), titlesOf(second), second.next]).toEqual([
    ['Smoke in the laundry', 'Leak in the engine room'],
    ['Fire in the galley'],
    null,
  ]);
  expect([...first.rows, ...second.rows].map(({ isArchived }) => isArchived)).toEqual([false, true, true]);
  expect([first.total, first.totalIsLeast]).toEqual([3, false]);
  expect(titlesOf(list({ withArchived: true, text: 'leak' }))).toEqual(['Leak in the engine room']);
  const escalated = [{ field: 'escalationLevel', operator: 'is', value: 1 }];
  const asked = { withArchived: true, sort: 'number', direction: 'ascending' };
  const found = list({ ...asked, filter: { ...NO_FILTER, conditions: escalated } });
  expect([titlesOf(found).length, found.total]).toEqual([3, 3]);
});

it('what comes back from the archive is listed once', () => {
  threeMonths();
  const { id } = must(list({ withArchived: true, text: 'galley' }).rows[0], 'the fire');
  archive.board.run(incidentCommands.comment, { id, text: 'Insurance asks' });
  const { rows } = list({ withArchived: true, text: 'galley' });
  expect(rows.map(({ id: found, isArchived }) => [found, isArchived])).toEqual([[id, false]]);
});

it('is filled anew from the monthly files of a store that has kept nothing of them', () => {
  threeMonths();
  const before = list({ withArchived: true });
  archive.store.db.exec(`DELETE FROM archived_list; DELETE FROM read_model WHERE name = 'archived_list'`);
  archive.restart();
  expect(() => list({ withArchived: true })).toThrow(/%/);
  while (archive.readModels.builds.work());
  expect(list({ withArchived: true })).toEqual(before);
});

it('the compliance log has the duties of archived incidents', () => {
  const { report, assessReportability, acknowledge, resolve, close } = incidentCommands;
  const run = (command: Parameters<typeof archive.board.run>[0], input: object) =>
    archive.board.run<{ id: RecordId }>(command, input);
  const { id } = run(report, { title: 'Steering lost', severity: 'high' });
  run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true });
  run(acknowledge, { id });
  run(resolve, { id, resolution: 'Done' });
  run(close, { id, rootCause: 'A hose', correctiveAction: 'A new one' });
  archive.days(91);
  const log = () => archive.board.queries.run<Log>(incidentQueries.complianceLog, {}, MASTER);
  const before = log();
  expect(before).toMatchObject({ total: 8, isComplete: true });
  archive.store.db.exec(
    `DELETE FROM timer; UPDATE journal SET state = 'applied'; UPDATE record_sync SET shadow = NULL`,
  );
  expect(archive.archive().length).toBeGreaterThan(0);
  expect(log()).toEqual({ ...before, rows: before.rows.map((row) => ({ ...row, isArchived: true })) });
});
