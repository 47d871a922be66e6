import { beforeEach, expect, it } from 'vitest';
import { VirtualTime } from '#tests/simulation/virtual-time.ts';
import { openStore, type Store } from '../store/store.ts';
import { deviceKey } from './device-key.ts';
import { policyOf } from './link-class.ts';
import { LiveKeeper } from './live-keeper.ts';
import type { LiveFault } from './live-opening.ts';
import type { LiveEvents, LiveMessage, LiveReply, LiveTransport } from './live-transport.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';

const POLICY = policyOf('broadband');
const REPLY: LiveReply = { response: { status: 200, headers: {}, body: new Uint8Array() }, kept: undefined };

/** What the next connection meets; what was asked of connections so far. */
let meets: 'answer' | 'silence' | Extract<LiveFault, 'refused' | 'link'>;
let asked: string[];
let last: { events: LiveEvents; isOpen: boolean } | undefined;
let time: VirtualTime;
let keeper: LiveKeeper;
let to: Parameters<LiveKeeper['wayTo']>[0];

beforeEach(() => {
  time = new VirtualTime();
  meets = 'answer';
  asked = [];
  last = undefined;
  const store: Store = openStore({ file: ':memory:' }, time);
  store.state.membership = {
    organisationId: 'o',
    organisationName: 'Meridian Lines',
    serverUrl: 'http://office.test',
  };
  keeper = new LiveKeeper({
    store,
    clock: time,
    random: () => 0.5,
    liveTo: (_url, _key, events) => fakeLive(events),
    onOpen: () => asked.push('told to ask'),
    onNews: () => undefined,
    onClosed: () => asked.push('told of its end'),
  });
  const transport = { request: () => Promise.reject(new Error('not asked here')) };
  to = { key: deviceKey(store), transport };
});

function fakeLive(events: LiveEvents): LiveTransport {
  const state = { events, isOpen: false };
  last = state;
  const settle = () => {
    state.isOpen = meets === 'answer' || meets === 'silence';
    if (state.isOpen) events.onOpen();
    else end(meets === 'link' ? 'link' : 'refused');
  };
  return {
    get isOpen() {
      return state.isOpen;
    },
    open() {
      asked.push('open');
      settle();
    },
    openWith() {
      asked.push('open with message');
      settle();
      return meets === 'silence'
        ? new Promise(() => undefined)
        : Promise.resolve(state.isOpen ? REPLY : undefined);
    },
    request() {
      asked.push('message');
      return Promise.resolve(REPLY);
    },
    close: () => undefined,
  };
}

function end(fault: LiveFault): void {
  const wasOpen = last?.isOpen === true;
  if (last !== undefined) last.isOpen = false;
  last?.events.onClosed({ wasOpen, isReplaced: false, fault });
}

const MESSAGE: LiveMessage = {
  path: '/v1/sync',
  body: new Uint8Array(),
  signal: new AbortController().signal,
};
const send = () => keeper.wayTo(to, POLICY).request(MESSAGE);
const isThere = () => keeper.wayTo(to, POLICY).isThere;
const want = () => keeper.want(to, POLICY, MESSAGE.signal);

it('opens with the first message and sends the next over it, without asking for what the answer has told', async () => {
  await send();
  await send();

  expect(asked).toEqual(['open with message', 'message']);
});

it('asks what was told meanwhile when it opened without a message', async () => {
  await want();

  expect(asked).toEqual(['open', 'told to ask']);
});

it('remembers for minutes, and each time for longer, that there is none', async () => {
  meets = 'refused';
  const answers = [await send(), await send()];
  await want();
  await time.runFor(2 * MINUTE_MS);
  await want();
  await time.runFor(2 * MINUTE_MS);
  await want();
  const before = [...asked];
  await time.runFor(2 * MINUTE_MS);
  await want();

  expect(answers).toEqual([undefined, undefined]);
  expect(before).toEqual(['open with message', 'open']);
  expect(asked).toEqual([...before, 'open']);
});

it('lets the next message go another way after one broke under a message, and then opens again', async () => {
  meets = 'silence';
  void send();
  await Promise.resolve();
  end('broke');
  const before = isThere();
  meets = 'answer';
  await want();

  expect([before, isThere()]).toEqual([false, true]);
  expect(asked).toEqual(['open with message', 'told of its end', 'open', 'told to ask']);
});

it('holds nothing against a link that was down, or an end in peace', async () => {
  meets = 'link';
  await send();
  const afterLink = isThere();
  meets = 'answer';
  await send();
  end('none');

  expect([afterLink, isThere()]).toEqual([true, true]);
});

it('begins anew with another link', async () => {
  meets = 'refused';
  await send();
  keeper.close();

  expect(isThere()).toBe(true);
});

it('opens nothing for what was cancelled', async () => {
  await keeper.want(to, POLICY, AbortSignal.abort());

  expect(asked).toEqual([]);
});
