import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { JobCancelled, stepsOf } from '../../workers/job.ts';
import { verifyChain } from './verify-chain.ts';

const { report, amend } = incidentCommands;
const BAD_SEQ = 3;

let folder: string;
let file: string;
let board: TestConsole;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-chain-'));
  file = path.join(folder, 'console.sqlite');
  board = testConsole({ file });
  const { id } = board.run<{ id: string }>(report, { title: 'Smoke aft', severity: 'high' });
  for (const place of ['Deck', 'Galley', 'Bridge', 'Hold']) board.run(amend, { id, place });
});
afterEach(() => {
  board.close();
  rmSync(folder, { recursive: true });
});

/** Every byte-valued or textual column is changed in one byte, at its start, middle and end. */
function alterOneByte(column: string, where: 'first' | 'middle' | 'last'): void {
  const { db } = board.store;
  const value: unknown = db.prepare(`SELECT ${column} FROM journal WHERE seq = ${BAD_SEQ}`).pluck().get();
  const bytes = Buffer.from(value instanceof Uint8Array ? value : Buffer.from(String(value)));
  const at = { first: 0, middle: Math.floor(bytes.length / 2), last: bytes.length - 1 }[where];
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  const altered = value instanceof Uint8Array ? bytes : bytes.toString('latin1');
  db.prepare(`UPDATE journal SET ${column} = ? WHERE seq = ${BAD_SEQ}`).run(altered);
}

test.each(
  ['entry', 'hash', 'before', 'beforeHash', 'input'].flatMap((column) =>
    (['first', 'middle', 'last'] as const).map((where): [string, typeof where] => [column, where]),
  ),
)('one other byte in %s, the %s, is found with the number of its entry', (column, where) => {
  expect(verifyChain(file, {})).toEqual({ sound: true, entries: 5 });
  alterOneByte(column, where);
  expect(verifyChain(file, {})).toEqual({ sound: false, badSeq: BAD_SEQ });
});

test.each([
  ['another lane', 'UPDATE journal SET lane = 3 - lane WHERE seq = 3'],
  ['another number', 'UPDATE journal SET seq = 33 WHERE seq = 3'],
  ['nothing', 'DELETE FROM journal WHERE seq = 3'],
])('an entry with %s in its place is found', (_what, sql) => {
  board.store.db.prepare(sql).run();
  expect(verifyChain(file, {})).toEqual({ sound: false, badSeq: BAD_SEQ });
});

test('what became of an entry at the server is written after its hash, and so is not under the chain', () => {
  board.store.db.prepare(`UPDATE journal SET state = 'applied', verdict = '{}', answeredAt = 'x'`).run();
  expect(verifyChain(file, {})).toEqual({ sound: true, entries: 5 });
});

test('it is ended when nobody waits any more', () => {
  for (let count = 0; count < 500; count += 1) board.run(report, { title: `Leak ${count}`, severity: 'low' });
  const steps = stepsOf({ isCancelled: () => true });
  expect(() => verifyChain(file, {}, steps)).toThrow(JobCancelled);
});
