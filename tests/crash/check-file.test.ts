import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { MASTER, testConsole } from '#tests/support/test-console.ts';
import { checkFile } from './check-file.ts';
import type { Acknowledged } from './protocol.ts';

let folder: string;
let file: string;
let promised: Acknowledged[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-check-'));
  file = path.join(folder, 'console.sqlite');
  const board = testConsole({ file });
  promised = ['one', 'two'].map((commandId) => {
    const input = { title: commandId, severity: 'high' };
    const { seq, output } = board.commands.run<{ id: string; number: string }>(
      incidentCommands.report,
      { commandId, input },
      MASTER,
    );
    return { commandId, seq, output };
  });
  board.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is found after somebody wrote past the store. */
function findingsAfter(sql: string): string {
  const db = new Database(file);
  db.exec(sql);
  db.close();
  return checkFile(file, promised).findings.join('\n');
}

describe('the check of a killed store', () => {
  it('finds nothing in a file that was closed in order', () => {
    expect(checkFile(file, promised)).toEqual({
      entries: 2,
      commandIds: new Set(['one', 'two']),
      findings: [],
    });
  });

  it.each([
    ['a promise that is gone', `DELETE FROM command_outcome WHERE commandId = 'two'`, 'two was promised'],
    ['an entry without its outcome', `DELETE FROM command_outcome WHERE commandId = 'two'`, 'entry 2 has no'],
    [
      'a record that is gone',
      `DELETE FROM "incidents-0" WHERE data ->> 'title' = 'two'`,
      'undefined instead of',
    ],
    [
      'a field no entry tells of',
      `UPDATE "incidents-0" SET data = json_set(data, '$.place', 'here') WHERE data ->> 'title' = 'one'`,
      'instead of',
    ],
    [
      'a timer that is gone',
      `DELETE FROM timer WHERE name = 'incidents.deadline'`,
      'timer incidents.deadline',
    ],
    [
      'an entry that is gone',
      'DELETE FROM journal_change; DELETE FROM journal WHERE seq = 1',
      'chain breaks',
    ],
    ['an index of changes that misses one', 'DELETE FROM journal_change WHERE seq = 2', 'index of changes'],
    [
      'a record made here that the server is said to have',
      `INSERT INTO record_sync (collection, id, version, shadow)
       SELECT collection, id, 0, '{}' FROM journal_change WHERE seq = 1 LIMIT 1`,
      'was made here',
    ],
    ['a counter that went back', 'UPDATE counter SET value = 1', 'the counter stands at 1'],
  ])('finds %s', (_what, sql, finding) => {
    expect(findingsAfter(sql)).toContain(finding);
  });
});
