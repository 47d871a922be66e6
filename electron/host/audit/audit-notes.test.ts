import { afterEach, beforeEach, expect, test } from 'vitest';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { parseEntry } from '../sync/outbox.ts';
import { outboxOf } from '../sync/outbox.ts';
import { type AuditNotes, createAuditNotes } from './audit-notes.ts';

let board: TestConsole;
let notes: AuditNotes;
beforeEach(() => {
  board = testConsole();
  notes = createAuditNotes(board.store, board.clock);
});
afterEach(() => board.close());

function entries() {
  return board.store.db
    .prepare('SELECT entry FROM journal ORDER BY seq')
    .pluck()
    .all()
    .map((text) => parseEntry(String(text)));
}

test('a note stands in the chain, waits for a cheap link, and is told to whoever follows commits', () => {
  const heard: (string | undefined)[] = [];
  board.store.onCommit(({ entry }) => heard.push(entry?.command));
  notes.note(MASTER, { event: 'signed-in', params: { from: 'window' } });
  notes.note('nobody', { event: 'sign-in-failed', params: { signInName: 'n.galanis' } });
  expect(entries()).toMatchObject([
    {
      seq: 1,
      actor: { type: 'person', name: 'IP master' },
      command: 'audit.signed-in',
      label: { key: 'audit.note.signed-in', params: { from: 'window' } },
      lane: 3,
      changes: [],
    },
    { seq: 2, actor: { type: 'system', id: board.store.state.deviceId, name: '' } },
  ]);
  expect(heard).toEqual(['audit.signed-in', 'audit.sign-in-failed']);
  expect(board.store.journal.verify()).toEqual({ sound: true, entries: 2 });
});

test('a note inside a transaction goes with it', () => {
  expect(() =>
    board.store.bookkeeping(() => {
      notes.note(MASTER, { event: 'exported', params: { rows: 3 } });
      throw new Error('the disk is full');
    }),
  ).toThrow('the disk is full');
  expect(entries()).toEqual([]);
  notes.note(MASTER, { event: 'exported', params: { rows: 4 } });
  expect(board.store.journal.verify()).toEqual({ sound: true, entries: 1 });
});

test('a page that asks again and again is noted once in ten minutes', () => {
  const read = () => notes.note(MASTER, { event: 'sensitive-read', params: { id: 'x' } });
  read();
  board.clock.advanceMinutes(9);
  read();
  expect(entries()).toHaveLength(1);
  board.clock.advanceMinutes(1);
  read();
  notes.note(MASTER, { event: 'sensitive-read', params: { id: 'y' } });
  expect(entries()).toHaveLength(3);
});

test('a note the server refuses asks nobody for attention', () => {
  notes.note(MASTER, { event: 'signed-in', params: {} });
  const verdict = { seq: 1, status: 'rejected', code: 'forbidden', message: 'Not known.' } as const;
  outboxOf(board.store).answer(verdict, '2026-03-01T00:00:00.000Z');
  expect(board.store.journal.row(1)?.state).toBe('discarded');
});

test('a note has no character that breaks screens and exports, whoever typed what it tells', () => {
  const what = `a\u0000b\u001b[2J\u202Ec\uD800d ${'🔥'.repeat(2_000)}`;
  notes.note(MASTER, { event: 'exported', params: { what } });
  const said = String(entries()[0]?.label.params?.['what']);
  expect([said.slice(0, 10), said.isWellFormed()]).toEqual(['ab[2Jcd 🔥', true]);
});
