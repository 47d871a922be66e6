import { EventEmitter } from 'node:events';
import { type ClientRequest, IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LIVE_CLOSE } from '#shared/sync/live.ts';
import { LiveOpening } from './live-opening.ts';
import type { TransportResponse } from './transport.ts';

const ABNORMAL = 1006;
let refusedBy: (TransportResponse | undefined)[];
let opening: LiveOpening;

beforeEach(() => {
  vi.useFakeTimers();
  refusedBy = [];
  opening = new LiveOpening({ write: () => new Uint8Array(500), refuse: (by) => refusedBy.push(by) }, () =>
    opening.hasFallenSilent(),
  );
});

afterEach(() => vi.useRealTimers());

/** Over a connection that is there, kept from before or not; what the request needs of one. */
function begin({ isReached = true, isKept = false } = {}): void {
  const request = Object.assign(new EventEmitter(), { reusedSocket: isKept, end: () => undefined });
  opening.begin(request as unknown as ClientRequest, () => undefined);
  request.emit('socket', Object.assign(new EventEmitter(), { connecting: !isReached }));
}

function end(code = ABNORMAL, isWaiting = true) {
  const fault = opening.faultAt({ code, isWaiting });
  opening.end();
  return { fault, refusedBy };
}

async function refuse(status: number, body: string): Promise<void> {
  const response = Object.assign(new IncomingMessage(new Socket()), { statusCode: status });
  response.headers['content-type'] = 'application/json';
  response.push(body);
  response.push(null);
  await opening.readRefusal(response);
}

it('lets a message go another way when nothing answers for longer than its bytes can take', () => {
  begin();
  vi.advanceTimersByTime(15_000);
  const before = opening.faultAt({ code: ABNORMAL, isWaiting: true });
  vi.advanceTimersByTime(1_000);

  expect([before, end()]).toEqual(['broke', { fault: 'refused', refusedBy: [undefined] }]);
});

it('leaves a message to be sent later when the server was not reached', () => {
  begin({ isReached: false });

  expect(end()).toEqual({ fault: 'link', refusedBy: [] });
});

it('holds it against nobody that a kept connection was gone', () => {
  begin({ isKept: true });

  expect(end()).toEqual({ fault: 'none', refusedBy: [undefined] });
});

it('hands on what the server refuses on every way, and not what it refuses here', async () => {
  begin();
  await refuse(409, '{"error":{"code":"replayed","message":"Seen before.","counter":7}}');
  const replayed = end();
  refusedBy = [];
  await refuse(404, '{"error":{"code":"not-found","message":"There is nothing live here."}}');
  const older = end();

  expect([replayed.fault, replayed.refusedBy.map((by) => by?.status)]).toEqual(['none', [409]]);
  expect(older).toEqual({ fault: 'refused', refusedBy: [undefined] });
});

it('tells an open connection that broke under a message from one that ended in peace, or was thrown out', () => {
  begin();
  opening.hasOpened();
  opening.hasHeard();

  expect([end().fault, end(ABNORMAL, false).fault, end(LIVE_CLOSE.flood).fault]).toEqual([
    'broke',
    'none',
    'refused',
  ]);
  expect(refusedBy).toEqual([]);
});
