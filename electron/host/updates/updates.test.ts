import { afterEach, beforeEach, expect, test } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { MASTER, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { ReleaseServer } from '#tests/support/release-server.ts';
import { createAuditNotes } from '../audit/audit-notes.ts';
import type { UpdateState } from '../messages.ts';
import type { SyncStatus } from '../services.ts';
import type { StoreTask } from '../store/tasks/task-runner.ts';
import { parseEntry } from '../sync/outbox.ts';
import { connectionOf } from '../store/rx-storage/connection.ts';
import { lookForOne } from './update-jobs.ts';
import { type UpdateRequest, Updates } from './updates.ts';

const ADMINISTRATOR = personActor('AD', 'administrator');
const READY: UpdateState = {
  phase: 'ready',
  off: null,
  version: '1.1.0',
  notes: '',
  releasedAt: null,
  doneBytes: null,
  totalBytes: null,
  problem: null,
};

let board: TestConsole;
let asked: UpdateRequest[];
let link: { serverUrl: string | null; link: SyncStatus['link']; lane0: number; jobs: number };
let backup: () => Promise<StoreTask<'backup'>>;

beforeEach(() => {
  board = testConsole();
  asked = [];
  link = { serverUrl: 'https://sync.example', link: 'online', lane0: 0, jobs: 0 };
  backup = () => Promise.resolve(task('done'));
});
afterEach(() => board.close());

test('an update is installed after a backup, and the journal says who wanted it', async () => {
  const steps: string[] = [];
  backup = async () => {
    steps.push('backed up');
    return task('done');
  };
  const updates = updatesOf((request) => steps.push(request.what));
  updates.told(READY);
  await updates.install(ADMINISTRATOR);
  expect(steps).toEqual(['backed up', 'install']);
  expect(lastEntry()).toMatchObject({
    command: 'audit.setting-changed',
    actor: { name: 'AD administrator' },
    label: { params: { setting: 'version', value: '1.1.0' } },
  });
});

test.each([
  ['high', false],
  ['critical', false],
  ['medium', true],
] as const)(
  'while an incident of severity %s is open, installing is allowed: %s',
  async (severity, isAllowed) => {
    board.run(incidentCommands.report, { title: 'Smoke aft', severity, place: 'Hold 3' });
    const updates = updatesOf();
    updates.told(READY);
    const outcome = await updates.install(ADMINISTRATOR).then(
      () => true,
      () => false,
    );
    expect({ outcome, asked: asked.length, blocker: updates.overview().blocker?.reason }).toEqual({
      outcome: isAllowed,
      asked: isAllowed ? 1 : 0,
      blocker: isAllowed ? undefined : 'emergency',
    });
  },
);

test('an emergency that begins during the backup stops the installation', async () => {
  backup = async () => {
    board.run(incidentCommands.report, { title: 'Smoke aft', severity: 'critical', place: 'Hold 3' });
    return task('done');
  };
  const updates = updatesOf();
  updates.told(READY);
  await expect(updates.install(ADMINISTRATOR)).rejects.toThrow('severity is open');
  expect(asked).toEqual([]);
});

test('nothing is installed while a glass is broken, and it may be when that is over', async () => {
  const nowMs = board.clock.now();
  connectionOf(board.store.db)
    .statement(
      `INSERT INTO break_glass (id, personId, feature, reason, startedAt, endsAt)
       VALUES ('1', 'p', 'incidents.close', 'Fire', ?, ?)`,
    )
    .run(isoOf(nowMs), isoOf(nowMs + 60_000));
  const updates = updatesOf();
  updates.told(READY);
  await expect(updates.install(ADMINISTRATOR)).rejects.toThrow('broken the glass');
  board.clock.advanceMinutes(2);
  await expect(updates.install(ADMINISTRATOR)).resolves.toBeUndefined();
});

test('word about safety leaves first; a console of no company has nobody to wait for', async () => {
  link.lane0 = 2;
  const updates = updatesOf();
  updates.told(READY);
  await expect(updates.install(ADMINISTRATOR)).rejects.toThrow('waits to reach the server');
  link.link = 'not-joined';
  await expect(updates.install(ADMINISTRATOR)).resolves.toBeUndefined();
});

test('a console at work is left to finish', async () => {
  link.jobs = 1;
  const updates = updatesOf();
  updates.told(READY);
  await expect(updates.install(ADMINISTRATOR)).rejects.toThrow('at work');
});

test('without a backup nothing is installed', async () => {
  backup = () => Promise.resolve(task('failed'));
  const updates = updatesOf();
  updates.told(READY);
  await expect(updates.install(ADMINISTRATOR)).rejects.toThrow('could not be backed up');
  expect(asked).toEqual([]);
});

test('what is not fetched is not installed', async () => {
  const updates = updatesOf();
  updates.told({ ...READY, phase: 'available' });
  await expect(updates.install(ADMINISTRATOR)).rejects.toThrow('no update that could be installed');
});

test('"later" puts one version off for a day, and another one not', () => {
  const updates = updatesOf();
  updates.told(READY);
  updates.later();
  const putOff = updates.status().offered;
  board.clock.advanceMinutes(24 * 60 + 1);
  const nextDay = updates.status().offered;
  updates.later();
  updates.told({ ...READY, version: '1.2.0' });
  expect([putOff, nextDay, updates.status().offered]).toEqual([null, '1.1.0', '1.2.0']);
});

test('a served console says what is there and where it is to be had, and installs nothing', async () => {
  const server = await new ReleaseServer().start();
  try {
    link.serverUrl = server.url;
    const updates = updatesOf(null);
    await updates.check();
    expect(updates.overview()).toMatchObject({ phase: 'up-to-date', how: 'by-hand', fileUrl: null });
    const name = 'Fairlead-1.1.0-x64.AppImage';
    await server.publish('1.1.0', server.write(name, 'program'), { notes: 'Faster.' });
    await updates.check();
    expect(updates.overview()).toMatchObject({
      phase: 'available',
      version: '1.1.0',
      notes: 'Faster.',
      fileUrl: `${server.feedUrl}1.1.0/${name}`,
    });
    expect(() => updates.download()).toThrow('on the machine that serves it');
  } finally {
    await server.stop();
  }
});

test('a server that is away is told as a problem, not thrown at the nightly look', async () => {
  link.serverUrl = 'http://127.0.0.1:9';
  const updates = updatesOf(null);
  await updates.check();
  expect(updates.overview()).toMatchObject({
    phase: 'failed',
    problem: { message: 'The server can’t be reached.' },
  });
  link.serverUrl = null;
  await expect(updates.check()).rejects.toThrow('belongs to no company');
  await expect(lookForOne(() => updates.check())).resolves.toBe('no-server');
});

test('the channel is kept and noted once', async () => {
  const updates = updatesOf();
  updates.setChannel(MASTER, 'early');
  updates.setChannel(MASTER, 'early');
  await updates.check();
  expect(asked).toEqual([{ what: 'check', feedUrl: 'https://sync.example/updates/', channel: 'early' }]);
  expect(board.store.journal.verify()).toEqual({ sound: true, entries: 1 });
});

function updatesOf(
  askMain: ((request: UpdateRequest) => void) | null = (request) => asked.push(request),
): Updates {
  return new Updates({
    store: board.store,
    clock: board.clock,
    version: '1.0.0',
    audit: createAuditNotes(board.store, board.clock),
    backups: { backUpNow: () => backup() },
    sync: () => ({
      serverUrl: link.serverUrl,
      link: link.link,
      lanes: [{ lane: 0, entries: link.lane0, bytes: 0, travels: 'now' }],
    }),
    jobsRunning: () => link.jobs,
    ...(askMain === null ? {} : { askMain }),
    onChange: () => undefined,
  });
}

function task(state: 'done' | 'failed'): StoreTask<'backup'> {
  return { state, startedAt: '', endedAt: '', progress: null, result: null, problem: null };
}

function lastEntry() {
  return parseEntry(
    String(board.store.db.prepare('SELECT entry FROM journal ORDER BY seq DESC LIMIT 1').pluck().get()),
  );
}
