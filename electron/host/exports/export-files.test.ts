import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExportsBoard, refusalOf } from '#tests/support/exports-board.ts';
import { MASTER, personActor } from '#tests/support/test-console.ts';
import type { StoreKey } from '../store/encryption/store-key.ts';
import { exportsFolder } from './export-files.ts';

let made: ExportsBoard;
beforeEach(() => {
  made = new ExportsBoard();
});
afterEach(() => made.close());

describe('the file of an export', () => {
  const KEY: StoreKey = 'a1'.repeat(32) as StoreKey;

  it('is encrypted beside a store that is', async () => {
    await made.close();
    made = new ExportsBoard(KEY);
    made.reported('A secret fire');
    const bytes = await made.exported(['csv']);
    expect(bytes.toString()).toContain('A secret fire');
    const [name = ''] = made.files();
    const onDisk = readFileSync(path.join(exportsFolder(made.folder), name));
    expect([name.endsWith('.sealed'), onDisk.includes('A secret fire')]).toEqual([true, false]);
  });

  it('is gone when its time is over, and the line says so', async () => {
    made.reported('One');
    const { id } = made.service.start(MASTER, {
      report: 'incidents.list',
      parameters: {},
      formats: ['csv'],
      expiryDays: 1,
    });
    const { expiresAt } = await made.done(id);
    expect(expiresAt).toBe('2026-03-02T03:10:00.000Z');
    made.board.clock.advanceMinutes(24 * 60);
    expect(refusalOf(() => made.service.download(MASTER, id))).toBe('not-found');
    expect([made.service.removeExpired(), made.service.removeExpired()]).toEqual([1, 0]);
    expect([made.service.get(MASTER, id).state, made.files()]).toEqual(['expired', []]);
  });

  it('can be deleted by its owner, and leaves nothing', async () => {
    const { id } = made.service.start(MASTER, {
      report: 'incidents.list',
      parameters: {},
      formats: ['json'],
    });
    await made.done(id);
    made.service.remove(MASTER, id);
    expect([refusalOf(() => made.service.get(MASTER, id)), made.files()]).toEqual(['not-found', []]);
  });

  it('is opened by a ticket of its own person only', async () => {
    const { id } = made.service.start(MASTER, {
      report: 'incidents.list',
      parameters: {},
      formats: ['json'],
    });
    await made.done(id);
    const { ticket } = made.service.download(MASTER, id);
    const slice = { ticket, offset: 0, length: 100 };
    expect(refusalOf(() => made.service.read(personActor('SA'), slice))).toBe('not-found');
    made.board.clock.advanceMinutes(11);
    expect(refusalOf(() => made.service.read(MASTER, slice))).toBe('not-found');
  });

  it('that somebody tampered with is not handed out', async () => {
    const { id } = made.service.start(MASTER, {
      report: 'incidents.list',
      parameters: {},
      formats: ['json'],
    });
    await made.done(id);
    writeFileSync(path.join(exportsFolder(made.folder), id), 'something else');
    expect(refusalOf(() => made.service.download(MASTER, id))).toBe('not-found');
  });
});
