import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localMigrations } from '#migrations/local/index.ts';
import { chainStart } from '#shared/sync/entry.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { Journal, sha256 } from './journal.ts';
import { migrate } from './migrate.ts';
import { openStore } from './store.ts';

const DEVICE = '01950000-0000-7000-8000-000000000901';
const ENTRIES = 1_200;
/** The last version whose second chain said nothing of what commands were given. */
const OLD_VERSION = 9;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-second-chain-'));
  file = path.join(folder, 'console.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file as the program of that time wrote it; `tamper` is what somebody did to it. */
function writeOld(tamper = ''): void {
  const db = new Database(file);
  migrate(db, localMigrations.slice(0, OLD_VERSION));
  db.prepare(`INSERT INTO console_state (key, value) VALUES ('deviceId', ?)`).run(DEVICE);
  const journal = new Journal(db, { deviceId: DEVICE, now: () => 1_772_334_600_000 });
  let beforeHash = chainStart(sha256, `${DEVICE}/before`);
  const write = db.prepare('UPDATE journal SET beforeHash = ? WHERE seq = ?');
  db.transaction(() => {
    for (let seq = 1; seq <= ENTRIES; seq += 1) {
      journal.append(
        {
          actor: { type: 'system', id: DEVICE, name: '' },
          command: 'incidents.amend',
          label: { key: 'incidents.amend.label' },
          lane: 1,
          changes: [],
        },
        [{ collection: 'incidents', id: DEVICE, fields: { place: `Deck ${seq} – köysi` } }],
        { place: `Deck ${seq + 1}` },
      );
      const row = journal.row(seq);
      if (row === undefined) throw new Error(`no entry ${seq}`);
      beforeHash = sha256(Buffer.concat([beforeHash, row.hash, Buffer.from(row.before)]));
      write.run(beforeHash, seq);
    }
  })();
  db.exec(tamper);
  db.close();
}

function verdictAfterUpdate(): unknown {
  const store = openStore({ file }, new VirtualClock());
  try {
    store.note({ actor: { type: 'system', id: DEVICE, name: '' }, command: 'x', label: { key: 'x' } }, 3);
    return store.journal.verify();
  } finally {
    store.close();
  }
}

test('a console that is updated finds its journal whole, and it goes on from there', () => {
  writeOld();
  expect(verdictAfterUpdate()).toEqual({ sound: true, entries: ENTRIES + 1 });
  expect(verdictAfterUpdate()).toEqual({ sound: true, entries: ENTRIES + 2 });
});

test('what was altered before the update is still named after it', () => {
  writeOld(`UPDATE journal SET before = replace(before, 'Deck', 'Dock') WHERE seq = 1100`);
  expect(verdictAfterUpdate()).toEqual({ sound: false, badSeq: 1_100 });
});
