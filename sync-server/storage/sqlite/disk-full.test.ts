import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOrganisation, issueSiteCode } from '../../enrolment/administer.ts';
import { createSyncServer, type SyncServer } from '../../server.ts';
import { TestClock } from '../../testing/test-clock.ts';
import { refusalOf, TestDevice } from '../../testing/test-device.ts';
import { reportIncident, signUp } from '../../testing/work.ts';
import type { Storage } from '../storage.ts';
import { openSqliteStorage } from './sqlite-storage.ts';

const clock = new TestClock();
let folder: string;
let storage: Storage;
let server: SyncServer;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-disk-full-'));
});
afterEach(async () => {
  await stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function start(pagesMax?: number): Promise<string> {
  storage = openSqliteStorage(databaseFile(), pagesMax === undefined ? {} : { pagesMax });
  server = createSyncServer({ storage, blobFolder: path.join(folder, 'blobs'), clock });
  return server.listen({ host: '127.0.0.1', port: 0 });
}

async function stop(): Promise<void> {
  await server.close();
  await storage.close();
}

function databaseFile(): string {
  return path.join(folder, 'server.sqlite');
}

test('on a full disk an exchange is refused as such, leaves nothing, and succeeds when there is space again', async () => {
  const url = await start(110);
  await createOrganisation(storage, 'Meridian Lines', clock.now());
  const details = { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' } as const;
  const { code } = await issueSiteCode(storage, { siteCode: 'AUR', details }, clock.now());
  const device = new TestDevice(url, { id: 'device-1-of-test', now: () => clock.now() });
  await device.enrol(code);
  const master = await signUp(device);

  const fill = async () => {
    for (let round = 0; round < 200; round += 1) {
      for (let index = 0; index < 5; index += 1)
        reportIncident(device, master, { description: 'x'.repeat(1_500) });
      const answer = await device.tryExchange();
      if (answer.status !== 200) return refusalOf(answer);
      await device.exchange();
    }
    return undefined;
  };
  expect(await fill()).toEqual({ status: 507, code: 'disk-full' });
  const sent = device.journal.length;
  await stop();

  const db = new Database(databaseFile(), { readonly: true });
  expect([
    db.pragma('integrity_check', { simple: true }),
    // The five of the refused exchange are not there, in whole or in part.
    db.prepare('SELECT count(*) FROM entries').pluck().get(),
    db.prepare('SELECT last_seq FROM devices').pluck().get(),
  ]).toEqual(['ok', sent - 5, sent - 5]);
  db.close();

  const { verdicts } = await device.at(await start()).exchange();
  expect(verdicts.map(({ seq, status }) => [seq, status])).toEqual(
    [4, 3, 2, 1, 0].map((back) => [sent - back, 'applied']),
  );
});
