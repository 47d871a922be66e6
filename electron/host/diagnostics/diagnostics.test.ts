import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { createAuditNotes } from '../audit/audit-notes.ts';
import type { SyncStatus } from '../services.ts';
import { Diagnostics } from './diagnostics.ts';
import { redactor } from './redact.ts';

/** Everything that must not be found in a bundle, in whatever letters. */
const PERSONAL = [
  'Eleni Kontou',
  'Eleni',
  'e.kontou',
  'eleni@meridian.example',
  'Smoke in the aft lounge',
  'MV Aurora',
  'sync.meridian.example',
  '01950000-0000-7000-8000-000000000001',
  '+30 210 555 0199',
];

let board: TestConsole;
let folder: string;

beforeEach(() => {
  board = testConsole();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-diagnostics-'));
  board.run(incidentCommands.report, {
    title: 'Smoke in the aft lounge',
    severity: 'high',
    place: 'Cabin of Eleni Kontou',
  });
  fs.mkdirSync(path.join(folder, 'logs'));
  const lines = [
    {
      level: 50,
      time: 1,
      msg: 'could not send to eleni@meridian.example',
      err: {
        type: 'Error',
        message: 'Smoke in the aft lounge',
        stack: 'Error: Eleni Kontou\n    at run (/home/eleni/out/main/host.js:10:20)',
      },
    },
    { level: 30, time: 2, msg: 'exchange', device: '01950000-0000-7000-8000-000000000001', entries: 4 },
    {
      level: 30,
      time: 3,
      msg: 'MV Aurora is here',
      name: 'e.kontou@x',
      site: 'MV Aurora',
      phone: '+30 210 555 0199',
    },
    {
      level: 30,
      time: 4,
      msg: 'call',
      'Eleni Kontou': 'x',
      list: ['Eleni Kontou'],
      deep: { code: 'eleni@meridian.example' },
    },
    { time: '2026-03-01T08:00:00.000Z', level: 'info', event: 'host-ready', startMs: 812 },
  ];
  const text = `not json: Eleni Kontou\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"cut": "Eleni`;
  fs.writeFileSync(path.join(folder, 'logs', 'host-2026-03-01.log'), text);
});
afterEach(() => {
  board.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a bundle says how the console is, and nothing about people', async () => {
  const diagnostics = diagnosticsOf();
  const prepared = diagnostics.prepare();
  const saved = await diagnostics.save(MASTER, prepared.id);
  const files = await unzip(Buffer.from(saved.base64, 'base64'));
  const whole = [...files].map(([name, text]) => `${name}\n${text}`).join('\n');
  expect(PERSONAL.filter((one) => whole.toLowerCase().includes(one.toLowerCase()))).toEqual([]);
  expect([...files.keys()]).toEqual([
    'about.json',
    'settings.json',
    'store.json',
    'sync.json',
    'jobs.json',
    'health.json',
    'crashes.json',
    'logs/host-2026-03-01.log',
  ]);
  const log = files.get('logs/host-2026-03-01.log') ?? '';
  expect(log).toContain('"event":"host-ready"');
  expect(log).toContain('out/main/host.js:10:20');
  expect(JSON.parse(files.get('jobs.json') ?? '')).toMatchObject({
    failed: [{ name: 'delivery.email', problem: 'server-failed' }],
  });
});

test('a bundle says which crashes there were, and has no memory of them (CR-1)', () => {
  const dumps = path.join(folder, 'crashes', 'completed');
  fs.mkdirSync(dumps, { recursive: true });
  const name = 'c3a1f8de-5f0e-4b6e-9a44-2f6b8a1d90cc.dmp';
  fs.writeFileSync(path.join(dumps, name), 'MDMP Eleni Kontou');
  fs.utimesSync(path.join(dumps, name), 1_772_352_000, 1_772_352_000);
  fs.writeFileSync(path.join(dumps, 'Eleni Kontou.dmp'), 'x');
  const { files } = diagnosticsOf().prepare();
  expect(JSON.parse(files.find((file) => file.name === 'crashes.json')?.text ?? '')).toEqual({
    count: 1,
    newest: [{ name, at: '2026-03-01T08:00:00.000Z', sizeBytes: 17 }],
  });
});

test('what is saved is what was shown', async () => {
  const diagnostics = diagnosticsOf();
  const prepared = diagnostics.prepare();
  board.run(incidentCommands.report, { title: 'Later', severity: 'low' });
  const saved = await diagnostics.save(MASTER, prepared.id);
  const files = await unzip(Buffer.from(saved.base64, 'base64'));
  expect(prepared.files.map(({ name, text }) => [name, text])).toEqual([...files]);
  const other = diagnostics.prepare();
  await expect(diagnostics.save(MASTER, prepared.id)).rejects.toThrow(DomainError);
  expect(other.id).not.toBe(prepared.id);
});

test('the journal says who took one', async () => {
  const diagnostics = diagnosticsOf();
  await diagnostics.save(MASTER, diagnostics.prepare().id);
  const entry = String(
    board.store.db.prepare('SELECT entry FROM journal ORDER BY seq DESC LIMIT 1').pluck().get(),
  );
  expect(entry).toContain('audit.diagnostics-made');
  expect(entry).toContain('IP master');
});

test('an id is the same code throughout a bundle, and another one in the next', () => {
  const one = redactor(Buffer.from('one'), []);
  const two = redactor(Buffer.from('two'), []);
  const line = JSON.stringify({ device: 'abc', other: 'abc' });
  const { device, other } = JSON.parse(one.line(line) ?? '');
  expect(device).toBe(other);
  expect(JSON.parse(two.line(line) ?? '').device).not.toBe(device);
});

function diagnosticsOf(): Diagnostics {
  const { store, clock } = board;
  const run = {
    number: 1,
    name: 'delivery.email',
    titleKey: 'job.delivery.email',
    state: 'dead-letter',
    cause: 'request',
    askedBy: 'Eleni Kontou',
    dueAt: '2026-03-01T08:00:00.000Z',
    nextAt: '2026-03-01T08:00:00.000Z',
    attempts: 3,
    attemptsMax: 4,
    missed: 0,
    startedAt: null,
    endedAt: null,
    tookMs: null,
    result: { key: 'sent', params: { to: 'eleni@meridian.example' } },
    problem: { code: 'server-failed', message: 'eleni@meridian.example does not exist' },
  } as const;
  return new Diagnostics({
    store,
    clock,
    audit: createAuditNotes(store, clock),
    dataFolder: folder,
    version: '1.0.0',
    storeService: {
      overview: () => ({
        dataFolder: '/home/eleni/fairlead',
        sizeBytes: 4_096,
        restoreCommand: 'npm run store -- restore --data /home/eleni/fairlead',
        encryption: {
          state: 'on',
          cipher: '',
          keyFrom: null,
          canChange: false,
          changeCommand: '',
          keyChange: null,
        },
        backups: [
          { name: 'Eleni Kontou', takenAt: '2026-03-01T08:00:00.000Z', sizeBytes: 1, kind: 'backup' },
        ],
        backupProblem: { code: 'disk-full', message: '/home/eleni is full' },
        restored: null,
        slowQueries: [],
        tasks: { backup: null, export: null, 'verify-chain': null, integrity: null, measure: null },
      }),
    },
    jobs: {
      overview: () => ({ isHome: true, timeZone: 'UTC', jobs: [], waiting: [], deadLetters: [run] }),
      history: () => ({ runs: [], more: false }),
      health: () => ({
        health: 'warning',
        at: '2026-03-01T08:00:00.000Z',
        findings: [
          {
            check: 'store',
            health: 'warning',
            label: { key: 'health.store.problem', params: { message: 'eleni@meridian.example', count: 3 } },
          },
        ],
      }),
    },
    sync: () => SYNC,
    encryption: () => 'on',
  });
}

const SYNC: SyncStatus = {
  link: 'offline',
  serverUrl: 'https://sync.meridian.example',
  paused: false,
  phase: 'waiting',
  isLive: false,
  linkClass: 'broadband',
  lanes: [],
  attachmentsTravel: 'now',
  progress: null,
  outboxEntries: 3,
  attachmentsWaiting: 0,
  attachmentBytesWaiting: 0,
  needsAttention: 0,
  lastContactAt: null,
  nextAttemptAt: null,
  problem: { code: 'server-unreachable', message: 'sync.meridian.example did not answer Eleni' },
};

function unzip(bytes: Buffer): Promise<Map<string, string>> {
  return new Promise((resolve, reject) => {
    const found = new Map<string, string>();
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error !== null) {
        reject(error);
        return;
      }
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (problem, stream) => {
          if (problem !== null) {
            reject(problem);
            return;
          }
          void buffer(stream).then((content) => {
            found.set(entry.fileName, content.toString('utf8'));
            zip.readEntry();
          }, reject);
        });
      });
      zip.on('end', () => resolve(found));
      zip.readEntry();
    });
  });
}
