import { afterEach, beforeEach, expect, test } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { type AtWork, mustStayAwake, StayAwakeCheck } from './stay-awake.ts';
import type { StoreTask, StoreTasks } from './store/tasks/task-runner.ts';

const IDLE: AtWork = { isCriticalOpen: false, isExporting: false, isBackingUp: false };

test('a machine stays awake for an open critical incident, an export and a backup, and for nothing else (LC-5)', () => {
  const cases = [{}, { isCriticalOpen: true }, { isExporting: true }, { isBackingUp: true }];
  expect(cases.map((work) => mustStayAwake({ ...IDLE, ...work }))).toEqual([false, true, true, true]);
});

let board: TestConsole;
let backup: StoreTask<'backup'>['state'];
beforeEach(() => {
  board = testConsole();
  backup = 'done';
});
afterEach(() => board.close());

test('what the store holds is what it is decided by', () => {
  const check = checkOf();
  const seen = [check.isNeeded()];
  board.run(incidentCommands.report, { title: 'Blackout', severity: 'high' });
  check.changed({ collections: ['incidents'] });
  seen.push(check.isNeeded());
  board.run(incidentCommands.report, { title: 'Fire', severity: 'critical' });
  check.changed({ collections: ['incidents'] });
  seen.push(check.isNeeded());
  expect(seen).toEqual([false, false, true]);
});

test('an export or a backup under way is found, and its end', () => {
  const check = checkOf();
  const state = (to: string) => {
    board.store.db.prepare('UPDATE export SET state = ?').run(to);
    return check.isNeeded();
  };
  board.store.db
    .prepare(
      `INSERT INTO export (id, reportName, title, parameters, formats, format, attachments, confidential, state,
         requestedAt, requestedById, requestedByName, sites, expiryDays)
       VALUES ('e', 'incidents.list', '', '{}', '["csv"]', 'csv', 0, 0, 'pending', '2026', 'p', 'P', '[]', 7)`,
    )
    .run();
  const exported = [state('pending'), state('processing'), state('completed')];
  backup = 'running';
  const during = check.isNeeded();
  backup = 'failed';
  expect([...exported, during, check.isNeeded()]).toEqual([true, true, false, true, false]);
});

function checkOf(): StayAwakeCheck {
  const times = { startedAt: '2026-03-01T08:00:00.000Z', endedAt: null, progress: null, problem: null };
  const none: StoreTasks = {
    backup: null,
    export: null,
    'verify-chain': null,
    integrity: null,
    measure: null,
  };
  return new StayAwakeCheck(board.store, {
    latest: () => ({ ...none, backup: { ...times, state: backup, result: null } }),
  });
}
