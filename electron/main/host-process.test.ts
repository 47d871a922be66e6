import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HostChild } from './host-child.ts';
import { HostProcess } from './host-process.ts';

class FakeChild implements HostChild {
  sent: unknown[] = [];
  killed = false;
  pid: number | undefined;
  receive: (message: unknown) => void = () => {};
  #exit: (exitCode: number) => void = () => {};

  constructor(pid: number) {
    this.pid = pid;
  }

  postMessage(message: unknown): void {
    this.sent.push(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.receive = listener;
  }

  onExit(listener: (exitCode: number) => void): void {
    this.#exit = listener;
  }

  exit(exitCode: number): void {
    this.#exit(exitCode);
  }

  kill(): void {
    this.killed = true;
    this.exit(137);
  }
}

const READY = { type: 'ready', startMs: 12.4 };
const FATAL = {
  type: 'fatal',
  code: 'STORE_CORRUPT',
  message: 'The store is damaged.',
  remedy: 'Restore a backup.',
};

function supervised() {
  const children: FakeChild[] = [];
  const events: unknown[] = [];
  const host = new HostProcess({
    fork: () => {
      const child = new FakeChild(children.length + 1);
      children.push(child);
      return child;
    },
    storeKey: async () => ({ storeKey: 'a key of twelve characters', keyFrom: 'variable' as const }),
    log: () => {},
    onReady: () => events.push('ready'),
    onMessage: (message) => events.push(message),
    onFailure: (failure) => events.push(failure.code),
    onWork: ({ what, done }) => events.push(`${what} ${done}`),
    monotonicMs: () => Date.now(),
  });
  const latest = () => {
    const child = children.at(-1);
    if (!child) throw new Error('no host was started');
    return child;
  };
  return { host, children, latest, events };
}

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

test('a host is ready when it says so, and again after it died (UP-8)', () => {
  const { host, children, latest, events } = supervised();
  host.start();
  expect(host.ready).toBe(false);
  latest().receive(READY);
  expect([host.ready, host.pid]).toEqual([true, 1]);

  latest().exit(137);
  expect([host.ready, host.pid, children.length]).toEqual([false, undefined, 1]);
  vi.advanceTimersByTime(250);
  latest().receive(READY);
  expect([host.ready, host.pid, events]).toEqual([true, 2, ['ready', 'ready']]);
});

test('a host that keeps dying is given up after three restarts, and a person can start it again (UP-8)', () => {
  const { host, children, latest, events } = supervised();
  host.start();
  for (const waitMs of [250, 1_000, 4_000]) {
    latest().exit(1);
    vi.advanceTimersByTime(waitMs);
  }
  latest().exit(1);
  vi.advanceTimersByTime(600_000);
  expect([children.length, events]).toEqual([4, ['HOST_ENDED']]);

  host.startAgain();
  latest().receive(READY);
  expect([children.length, events]).toEqual([5, ['HOST_ENDED', 'ready']]);
});

test('a host that says it can not run is not started again (UP-8)', () => {
  const { host, children, latest, events } = supervised();
  host.start();
  latest().receive(FATAL);
  latest().exit(3);
  vi.advanceTimersByTime(600_000);
  expect([children.length, events]).toEqual([1, ['STORE_CORRUPT']]);
});

test('the exit code of a host that can not run counts without its message', () => {
  const { host, children, latest, events } = supervised();
  host.start();
  latest().exit(3);
  vi.advanceTimersByTime(600_000);
  expect([children.length, events]).toEqual([1, ['HOST_CANNOT_RUN']]);
});

test('a host that runs but does not answer is killed and started again (UP-9)', () => {
  const { host, children, latest } = supervised();
  host.start();
  latest().receive(READY);
  for (let beat = 1; beat <= 100; beat += 1) {
    vi.advanceTimersByTime(5_000);
    latest().receive({ type: 'pong', n: beat });
  }
  expect([latest().killed, latest().sent.length]).toEqual([false, 100]);

  vi.advanceTimersByTime(4 * 5_000);
  expect(latest().killed).toBe(false);
  vi.advanceTimersByTime(5_000);
  expect(children.map((child) => child.killed)).toEqual([true]);
  vi.advanceTimersByTime(250);
  expect(children.length).toBe(2);
});

test('a host that never gets ready is killed', async () => {
  const { host, latest } = supervised();
  host.start();
  await vi.advanceTimersByTimeAsync(180_000);
  expect(latest().killed).toBe(true);
});

test('each start is given the key of the store, over the port alone', async () => {
  const { host, children, latest } = supervised();
  host.start();
  await vi.advanceTimersByTimeAsync(0);
  latest().exit(1);
  await vi.advanceTimersByTimeAsync(250);
  const given = { type: 'store-key', storeKey: 'a key of twelve characters', keyFrom: 'variable' };
  expect(children.map((child) => child.sent)).toEqual([[given], [given]]);
});

test('what the host says about alerts and notifications is passed on; the rest is dropped', () => {
  const { host, latest, events } = supervised();
  const alerts = { type: 'alerts', critical: 2, unread: 1, siteName: 'MV Aurora' };
  host.start();
  latest().receive(alerts);
  latest().receive({ type: 'alerts', critical: 'two' });
  latest().receive('hello');
  expect(events).toEqual([alerts]);
});

test('a stop lets the host finish, and does not start it again', async () => {
  const { host, children, latest, events } = supervised();
  host.start();
  latest().receive(READY);
  const stopped = host.stop();
  expect(latest().sent).toEqual([{ type: 'shutdown' }]);
  latest().exit(0);
  await stopped;
  host.start();
  vi.advanceTimersByTime(600_000);
  expect([children.length, latest().killed, events]).toEqual([1, false, ['ready']]);
});

test('a host that does not finish within five seconds is killed', async () => {
  const { host, latest } = supervised();
  host.start();
  const stopped = host.stop();
  await vi.advanceTimersByTimeAsync(4_999);
  expect(latest().killed).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await stopped;
  expect(latest().killed).toBe(true);
});

test('a stop while no host runs ends at once, and cancels the restart that was due', async () => {
  const { host, children, latest } = supervised();
  host.start();
  latest().exit(1);
  await host.stop();
  vi.advanceTimersByTime(600_000);
  expect(children.length).toBe(1);
});

test('a host that works before it is ready is told of, and not taken to hang', async () => {
  const { host, latest, events } = supervised();
  host.start();
  await vi.advanceTimersByTimeAsync(0);
  const child = latest();
  for (let minute = 0; minute < 10; minute += 1) {
    child.receive({ type: 'work', what: 'change-key', done: minute, total: 10 });
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect([child.killed, events.at(-1)]).toEqual([false, 'change-key 9']);
  await vi.advanceTimersByTimeAsync(180_000);
  expect(child.killed).toBe(true);
});

test('a restart that was asked for is no failure, and a restore goes to the next host only', async () => {
  const { host, latest, children, events } = supervised();
  host.startAgain({ restore: 'console-2026-03-01T03-10-00Z.sqlite' });
  await vi.advanceTimersByTimeAsync(0);
  expect(latest().sent).toEqual([
    expect.objectContaining({ restore: 'console-2026-03-01T03-10-00Z.sqlite' }),
  ]);
  latest().receive(READY);
  const restarted = host.restart();
  expect(latest().sent.at(-1)).toEqual({ type: 'shutdown' });
  latest().exit(0);
  await restarted;
  await vi.advanceTimersByTimeAsync(0);
  expect(children).toHaveLength(2);
  expect(latest().sent).toEqual([expect.not.objectContaining({ restore: expect.anything() })]);
  expect(events).toEqual(['ready']);
});
