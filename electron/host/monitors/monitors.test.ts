import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { incidentMonitor } from '#shared/domains/incidents/schema/monitor.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import { AURORA, personActor, recordId, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { VirtualClock } from '#tests/support/virtual-clock.ts';
import { VirtualWait } from '#tests/support/virtual-wait.ts';
import { BEATS_A_MINUTE_MAX, UNKNOWN_A_MINUTE_MAX } from './beat-limits.ts';
import { Monitors } from './monitors.ts';

const ADMINISTRATOR = personActor('AD');
const PANEL = '10.0.0.7';

let folder: string;
let clock: VirtualClock;
let wait: VirtualWait;
let board: TestConsole;
let monitors: Monitors;
let monitorId: string;
let token: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-monitors-'));
  clock = new VirtualClock();
  start();
  ({ monitorId } = board.run<{ monitorId: string }>(
    incidentCommands.saveMonitor,
    {
      siteId: AURORA.id,
      source: 'beats',
      watchedSiteId: null,
      name: 'Bridge alarm panel',
      watches: '',
      everyMinutes: 2,
      graceMinutes: 3,
      title: 'Bridge alarm panel is silent',
      incidentType: 'other',
      severity: 'high',
      place: 'Bridge',
    },
    ADMINISTRATOR,
  ));
  ({ token } = monitors.newToken(ADMINISTRATOR, { monitorId: recordId(monitorId) }));
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(): void {
  wait = new VirtualWait(clock);
  board = testConsole({ clock, file: path.join(folder, 'console.sqlite') });
  const { store, commands } = board;
  const log = { warn() {}, error: (said: unknown) => expect(said).toBeUndefined() };
  const link = () => {
    throw new Error('it watches no site');
  };
  monitors = new Monitors({ store, commands, clock, wait, log, link });
  monitors.start();
}

function stop(): void {
  monitors.close();
  board.close();
}

const pass = (minutes: number) => wait.pass(minutes * MINUTE_MS);
const beat = () => monitors.beat(token, PANEL);
const stand = () => monitors.stands(ADMINISTRATOR, AURORA.id)[monitorId]?.state;
const reported = () =>
  board.store.records(incident, 'SELECT data FROM incident ORDER BY id').map(({ title }) => title);
const isKnownSilent = () => board.store.record(incidentMonitor, monitorId)?.silentSince !== null;

it('INC-70: goes from beating to late to silent, reports one incident, and hears it again', async () => {
  expect(beat()).toBe('taken');
  const seen = [stand()];
  await pass(3);
  seen.push(stand());
  await pass(2.5);
  seen.push(stand());
  await pass(60);
  expect([seen, reported()]).toEqual([['beating', 'late', 'silent'], ['Bridge alarm panel is silent']]);
  expect([beat(), stand(), isKnownSilent()]).toEqual(['taken', 'beating', false]);
});

it('INC-71: what never beat is missed by nobody', async () => {
  await pass(600);
  expect([stand(), reported()]).toEqual(['never-beaten', []]);
});

it('writes no record for a beat', () => {
  beat();
  const before = board.store.journal.head().seq;
  for (let count = 0; count < 50; count += 1) beat();
  expect(board.store.journal.head().seq).toBe(before);
});

it('INC-71: after a restart it counts from the start, and still reports what stays silent', async () => {
  beat();
  stop();
  clock.advanceMinutes(600);
  start();
  expect([stand(), reported()]).toEqual(['beating', []]);
  await pass(4.9);
  expect(reported()).toEqual([]);
  await pass(0.5);
  expect([stand(), reported().length]).toEqual(['silent', 1]);
});

it('INC-72: after a restart what was silent stays so until it beats, and is not reported twice', async () => {
  beat();
  await pass(6);
  stop();
  start();
  await pass(60);
  expect([stand(), isKnownSilent(), reported().length]).toEqual(['silent', true, 1]);
  beat();
  expect([stand(), isKnownSilent()]).toEqual(['beating', false]);
});

it('INC-71: time that the machine slept, or that somebody set its clock by, is no silence', async () => {
  beat();
  await pass(1);
  clock.advanceMinutes(600);
  await pass(1);
  clock.setByMinutes(-300);
  await pass(1);
  clock.setByMinutes(900);
  await pass(1);
  expect([stand() === 'silent', reported()]).toEqual([false, []]);
});

it('counts anew when it is listened to again after being muted', async () => {
  beat();
  board.run(
    incidentCommands.muteMonitor,
    { monitorId, until: new Date(clock.now() + 30 * MINUTE_MS).toISOString(), reason: 'Refit' },
    ADMINISTRATOR,
  );
  await pass(29);
  expect(stand()).toBe('muted');
  await pass(5);
  expect(reported()).toEqual([]);
  await pass(2);
  expect(reported()).toHaveLength(1);
});

it('INC-73: a new token is the only one that counts, and none of them is in the file', () => {
  beat();
  const former = token;
  ({ token } = monitors.newToken(ADMINISTRATOR, { monitorId: recordId(monitorId) }));
  expect([monitors.beat(former, PANEL), beat(), monitors.beat('', PANEL)]).toEqual([
    'unknown',
    'taken',
    'unknown',
  ]);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  const text = JSON.stringify(board.store.db.prepare('SELECT * FROM journal').all());
  expect(text.includes(token) || text.includes(former)).toBe(false);
});

it('lets one address call so often, and guess less often, without silencing another', async () => {
  for (let count = 0; count < BEATS_A_MINUTE_MAX; count += 1) beat();
  expect([beat(), monitors.beat(token, '10.0.0.8')]).toEqual(['too-many', 'taken']);
  await pass(1);
  const guesses = Array.from({ length: UNKNOWN_A_MINUTE_MAX + 1 }, (_, index) =>
    monitors.beat(`guess ${index}`, PANEL),
  );
  expect([guesses[0], guesses.at(-1), beat()]).toEqual(['unknown', 'too-many', 'taken']);
});

it('listens at the first console of the site alone', () => {
  board.store.state.station = 2;
  expect([beat(), stand()]).toEqual(['unknown', undefined]);
});
