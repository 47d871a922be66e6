import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { lockFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import { openStore } from './store.ts';

const { report, acknowledge, setSeverity } = incidentCommands;

let folder: string;
let board: TestConsole;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-store-'));
  board = testConsole({ file: path.join(folder, 'console.sqlite') });
});
afterEach(() => {
  board.close();
  rmSync(folder, { recursive: true });
});

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
}

describe('a transaction', () => {
  it('leaves nothing of a command that throws after writing', () => {
    const before = board.store.db.prepare('SELECT count(*) AS n FROM "incidents-0"').get();
    expect(() =>
      board.store.transact(
        {
          actor: { type: 'system', id: 'x', name: '' },
          command: 'x',
          label: { key: 'x' },
          lane: () => 1,
          input: {},
        },
        (tx) => {
          tx.nextNumber('AUR-INC-2026');
          report.run(
            {
              tx,
              now: '2026-03-01T03:10:00.000Z',
              newId: () => board.store.state.deviceId as never,
              actor: MASTER,
              site: board.store.state.site as never,
              station: 1,
              urgent: () => undefined,
            },
            report.input.parse({ title: 'Half done', severity: 'critical' }),
          );
          throw new Error('power cut');
        },
      ),
    ).toThrow();
    expect(board.store.db.prepare('SELECT count(*) AS n FROM "incidents-0"').get()).toEqual(before);
    expect(board.store.journal.head().seq).toBe(0);
    expect(board.run<{ number: string }>(report, { title: 'After', severity: 'low' }).number).toBe(
      'AUR-INC-2026-0001',
    );
  });

  it('does a call that was sent twice once, and answers both the same', () => {
    const request = {
      commandId: '8b3a1b52-6a0e-4a6e-9d3c-0f6a5f0f3a11',
      input: { title: 'Once', severity: 'high' },
    };
    const first = board.commands.run(report, request, MASTER);
    const second = board.commands.run(report, request, MASTER);
    expect(second).toEqual(first);
    expect(board.store.journal.head().seq).toBe(1);
  });

  it('writes one change per record with only the fields that changed, and keeps what they were', () => {
    const { id } = board.run<{ id: string }>(report, { title: 'Leak', severity: 'low' });
    board.run(setSeverity, { id, severity: 'medium' });
    const row = board.store.journal.row(2);
    const changes = JSON.parse(row?.entry ?? '{}').changes;
    expect(changes.map((change: { kind: string; op: string }) => [change.kind, change.op])).toEqual([
      ['incident', 'patch'],
      ['incident-event', 'insert'],
    ]);
    expect(Object.keys(changes[0].fields).sort()).toEqual([
      'acknowledgeDueAt',
      'atRiskAt',
      'dueAt',
      'severity',
      'severityRank',
    ]);
    expect(JSON.parse(row?.before ?? '[]')[0].fields).toMatchObject({ severity: 'low', severityRank: 1 });
  });

  it('tells listeners after the commit, in order, and never of what was rolled back', () => {
    const heard: string[] = [];
    board.store.onCommit(({ entry }) => heard.push(entry?.command ?? 'received'));
    const { id } = board.run<{ id: string }>(report, { title: 'A', severity: 'critical' });
    expect(() => board.run(setSeverity, { id: MASTER.id, severity: 'low' })).toThrow();
    board.run(acknowledge, { id });
    expect(heard).toEqual(['incidents.report', 'incidents.acknowledge']);
  });
});

describe('the journal', () => {
  it.each([
    ['entry', `UPDATE journal SET entry = replace(entry, 'Leak', 'Lake') WHERE seq = 2`],
    ['hash', 'UPDATE journal SET hash = zeroblob(32) WHERE seq = 2'],
    ['before', `UPDATE journal SET before = '[]' WHERE seq = 2`],
    ['a removed row', 'DELETE FROM journal_change; DELETE FROM journal WHERE seq = 2'],
  ])('names the first entry whose %s was tampered with', (_what, tampering) => {
    const { id } = board.run<{ id: string }>(report, { title: 'First', severity: 'low' });
    board.run(incidentCommands.amend, { id, title: 'Leak' });
    board.run(acknowledge, { id });
    expect(board.store.journal.verify()).toEqual({ sound: true, entries: 3 });
    board.store.db.exec(tampering);
    expect(board.store.journal.verify()).toEqual({ sound: false, badSeq: 2 });
  });

  it('goes on with its chain after the file was closed and opened again', () => {
    board.run(report, { title: 'Before', severity: 'low' });
    board.close();
    board = testConsole({ file: path.join(folder, 'console.sqlite') });
    board.run(report, { title: 'After', severity: 'low' });
    expect(board.store.journal.verify()).toEqual({ sound: true, entries: 2 });
  });
});

describe('opening a file', () => {
  it('refuses a damaged file with what to do, and does not touch it', () => {
    board.run(report, { title: 'Kept', severity: 'low' });
    board.close();
    const file = path.join(folder, 'console.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096, 4096 * 6);
    writeFileSync(file, bytes);
    expect(codeOf(() => openStore({ file }, new VirtualClock()))).toBe('store-corrupt');
    writeFileSync(file, 'this is no database, it is a text somebody saved over it');
    expect(codeOf(() => openStore({ file }, new VirtualClock()))).toBe('store-corrupt');
    expect(readFileSync(file, 'utf8')).toContain('somebody saved over it');
    board = testConsole();
  });

  it('refuses a file from a newer program', () => {
    const db = new Database(path.join(folder, 'newer.sqlite'));
    db.pragma('user_version = 99');
    expect(codeOf(() => migrate(db))).toBe('store-newer');
    db.close();
  });

  it('holds the folder for one process', () => {
    const lock = lockFolder(folder, {});
    expect(codeOf(() => lockFolder(folder, {}))).toBe('store-locked');
    lock.release();
    lockFolder(folder, {}).release();
  }, 10_000);

  it('says when the disk is full, keeps what was saved and goes on when there is space again', () => {
    board.run(report, { title: 'Saved', severity: 'low' });
    const pages = Number(board.store.db.pragma('page_count', { simple: true }));
    board.store.db.pragma(`max_page_count = ${pages}`);
    const long = 'x'.repeat(20_000);
    expect(codeOf(() => board.run(report, { title: 'Too much', severity: 'low', description: long }))).toBe(
      'disk-full',
    );
    board.store.db.pragma('max_page_count = 1000000');
    board.run(report, { title: 'Again', severity: 'low', description: long });
    expect(board.store.db.prepare('SELECT title FROM incident ORDER BY number').pluck().all()).toEqual([
      'Saved',
      'Again',
    ]);
    expect(board.store.journal.verify()).toEqual({ sound: true, entries: 2 });
  });
});

describe('read models', () => {
  it.each([
    [
      'open ones by deadline',
      `SELECT id FROM open_incident WHERE dueAt < '2026' ORDER BY severityRank DESC LIMIT 50`,
      'record:incident:open_incident:severityRank,siteId,dueAt',
    ],
    [
      'the timeline',
      `SELECT id FROM incident_event WHERE incidentId = 'x' ORDER BY at`,
      'record:incident-event:incidentId,at',
    ],
    [
      'the newest',
      `SELECT id FROM incident ORDER BY reportedAt DESC, id DESC LIMIT 50`,
      'record:incident:reportedAt',
    ],
  ])('finds %s by an index', (_what, sql, index) => {
    const plan = board.store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    expect(plan.map((step) => step.detail).join('\n')).toContain(index);
  });

  it('shows a record as its entity says', () => {
    const { id } = board.run<{ id: string }>(report, { title: 'Seen', severity: 'high', place: 'Hold 3' });
    const found = board.store.record(incident, id);
    expect(
      board.store.db.prepare('SELECT title, severityRank, place, acknowledgedAt FROM incident').get(),
    ).toEqual({
      title: found?.title,
      severityRank: 3,
      place: 'Hold 3',
      acknowledgedAt: null,
    });
  });
});
