import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { Workers } from '../../workers/workers.ts';
import { openConnection } from '../connection.ts';
import { isInDoubt, noteDoubt } from '../soundness.ts';
import { openStore, type Store } from '../store.ts';
import { createStoreService } from './store-service.ts';

const PAGE_BYTES = 4096;

let folder: string;
let file: string;
let store: Store;
let workers: Workers;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'store-service-'));
  file = path.join(folder, 'console.sqlite');
  testConsole({ file }).close();
  const db = openConnection({ file });
  db.exec('CREATE TABLE ballast (text TEXT)');
  const insert = db.prepare('INSERT INTO ballast VALUES (hex(randomblob(1000)))');
  for (let count = 0; count < 300; count += 1) insert.run();
  db.close();
});
afterEach(async () => {
  await workers.close();
  store.close();
  rmSync(folder, { recursive: true });
});

/** Opened as a large store is, and left to look after itself. */
function lookAfter() {
  store = openStore({ file, checkedAtOnceBytes: 0 }, new VirtualClock());
  workers = new Workers({ file });
  const service = createStoreService({
    store,
    workers,
    encryption: 'off',
    host: { dataFolder: folder, clock: new VirtualClock(), log: pino({ level: 'silent' }) },
    onProblem: () => undefined,
  });
  service.start();
  return service;
}

describe('a large store that was not closed', () => {
  it('is read through beside the work, and is in doubt no more', async () => {
    noteDoubt(file, 'not-closed');
    const service = lookAfter();
    await expect.poll(() => isInDoubt(file)).toBe(false);
    expect(service.problem()).toBeNull();
  });

  it('says that it is damaged, and what to do', async () => {
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length - 60 * PAGE_BYTES, bytes.length - 58 * PAGE_BYTES);
    writeFileSync(file, bytes);
    noteDoubt(file, 'not-closed');
    const service = lookAfter();
    await expect.poll(() => service.problem()?.code).toBe('store-corrupt');
    expect(service.problem()?.remedy).toContain('start it again');
    expect(isInDoubt(file)).toBe(true);
  });
});
