import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateOf } from '#shared/domains/notifications/states.ts';
import { GATEWAY_SECRET, receiptHeaders } from '#tests/support/gateway.ts';
import { createLogger } from '../operations/logger.ts';
import { MESSAGE_ID, putMessage, readMessage } from '../testing/carried-message.ts';
import { TestServer } from '../testing/test-server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await TestServer.start({ receiptSecret: GATEWAY_SECRET });
  const nowMs = server.clock.now();
  const now = new Date(nowMs).toISOString();
  await server.inStorage((tx) => putMessage(tx, { nowMs, changes: { sentAt: now, attempts: 1 } }));
});
afterEach(() => server.stop());

const iso = (deltaMs = 0) => new Date(server.clock.now() + deltaMs).toISOString();
const stored = () => server.inStorage(readMessage);
const version = async () => (await server.storage.organisation())?.version;

type Signing = {
  readonly time?: string;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
};
async function post(body: string, { time = iso(), secret, headers = {} }: Signing = {}) {
  const answer = await fetch(`${server.url}/v1/receipts`, {
    method: 'POST',
    headers: { ...receiptHeaders(body, time, secret), ...headers },
    body,
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}
const receipt = (changes: object = {}) => JSON.stringify({ id: MESSAGE_ID, state: 'delivered', ...changes });

describe('a receipt', () => {
  it('makes what was sent delivered, under a version that consoles receive', async () => {
    const before = await version();
    server.clock.advance(90_000);
    expect(await post(receipt())).toEqual({ status: 200, body: { state: 'delivered' } });
    expect(await stored()).toMatchObject({ deliveredAt: iso(), failedAt: null, problem: null });
    expect(await version()).toBe((before ?? 0) + 1);
  });

  it('makes it failed and says why; when it arrives after all, that counts', async () => {
    const failed = receipt({ state: 'failed', reason: 'No such\u0000number' });
    expect(await post(failed)).toEqual({ status: 200, body: { state: 'failed' } });
    expect(await stored()).toMatchObject({ problem: 'No such number', deliveredAt: null });
    expect(await post(receipt())).toEqual({ status: 200, body: { state: 'delivered' } });
  });

  it('that comes again, or says of what has arrived that it failed, changes nothing at all', async () => {
    const body = receipt();
    const time = iso();
    await post(body, { time });
    const [first, before] = [await stored(), await version()];
    server.clock.advance(60_000);
    expect(await post(body, { time })).toEqual({ status: 200, body: { state: 'delivered' } });
    expect(await post(receipt({ state: 'failed', reason: 'x' }))).toMatchObject({
      body: { state: 'delivered' },
    });
    expect([await stored(), await version()]).toEqual([first, before]);
  });

  it('from a mail system is read from its notice', async () => {
    const mail = [
      'Content-Type: multipart/report; boundary="b"',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      `Original-Envelope-Id: ${MESSAGE_ID}`,
      '',
      'Action: failed',
      'Diagnostic-Code: smtp; 550 No such mailbox',
      '--b--',
    ].join('\r\n');
    const headers = { 'content-type': 'message/rfc822' };
    expect(await post(mail, { headers })).toEqual({ status: 200, body: { state: 'failed' } });
    expect(await stored()).toMatchObject({ problem: '550 No such mailbox' });
    expect(await post('Subject: hello', { headers })).toEqual({ status: 200, body: { state: null } });
  });
});

describe('a receipt of nobody we know', () => {
  it.each([
    ['signed with another secret', { secret: 'another secret of somebody' }],
    ['not signed', { headers: { 'x-fairlead-signature': '' } }],
    ['signed with nonsense', { headers: { 'x-fairlead-signature': 'é'.repeat(64) } }],
    ['with another time than the signed one', { headers: { 'x-fairlead-time': '2026-03-01T08:00:01.000Z' } }],
    ['signed at no time', { time: 'yesterday' }],
  ])('%s is refused and changes nothing', async (_what, signing) => {
    const before = await version();
    expect(await post(receipt(), signing)).toMatchObject({
      status: 401,
      body: { error: { code: 'signature-wrong' } },
    });
    expect([stateOf(await stored()), await version()]).toEqual(['sent', before]);
  });

  it('recorded on the way and sent later is refused, from either side of now', async () => {
    for (const deltaMs of [-5 * 60_000 - 1, 5 * 60_000 + 1]) {
      expect(await post(receipt(), { time: iso(deltaMs) })).toMatchObject({ status: 401 });
    }
    expect(await post(receipt(), { time: iso(-5 * 60_000 + 1_000) })).toMatchObject({ status: 200 });
  });

  it.each([
    ['no message', '01950000-0000-7000-8000-00000000dead'],
    ['a record that is none', '01950000-0000-7000-8000-0000000000b1'],
  ])('of %s is refused', async (_what, id) => {
    expect(await post(receipt({ id }))).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found' } },
    });
  });

  it.each([
    'not json',
    '[]',
    '{"state":"delivered"}',
    receipt({ state: 'suppressed' }),
    receipt({ id: '../../etc/passwd' }),
    receipt({ siteId: 'other' }),
    JSON.stringify({ id: MESSAGE_ID, channel: 'sms', to: '+30', subject: '', body: '', isUrgent: true }),
  ])('that is no receipt is refused: %s', async (body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { error: { code: 'invalid-input' } } });
    expect(stateOf(await stored())).toBe('sent');
  });

  it('that says too much is refused', async () => {
    expect(await post(receipt({ state: 'failed', reason: 'x'.repeat(2_000) }))).toMatchObject({
      status: 400,
    });
  });

  it('of any length is not read to its end', async () => {
    expect(await post(receipt({ reason: 'x'.repeat(300_000) }))).toMatchObject({ status: 413 });
  });
});

it('of a message that a site or a console carried, the server takes no receipt', async () => {
  const another = await TestServer.start({ receiptSecret: GATEWAY_SECRET });
  try {
    const nowMs = another.clock.now();
    await another.inStorage((tx) => putMessage(tx, { nowMs, changes: { carrier: 'site' } }));
    const body = receipt();
    const headers = receiptHeaders(body, new Date(nowMs).toISOString());
    const answer = await fetch(`${another.url}/v1/receipts`, { method: 'POST', headers, body });
    expect([answer.status, stateOf(await another.inStorage(readMessage))]).toEqual([404, 'queued']);
  } finally {
    await another.stop();
  }
});

it('another organisation’s receipt is none of ours, nor may it speak of our messages', async () => {
  const theirs = '01950000-0000-7000-8000-0000000000c3';
  expect(await post(receipt({ id: theirs }))).toMatchObject({ status: 404 });
  expect(await post(receipt(), { secret: 'the secret of another organisation' })).toMatchObject({
    status: 401,
  });
  expect(stateOf(await stored())).toBe('sent');
});

it('a refused receipt leaves nothing in the log of what it says, nor how it was signed', async () => {
  let logged = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString('utf8');
      done();
    },
  });
  const talking = await TestServer.start({
    receiptSecret: GATEWAY_SECRET,
    logger: createLogger('trace', destination),
  });
  const body = receipt({ state: 'failed', reason: '+302101234567 is switched off' });
  const headers = receiptHeaders(body, iso(), 'another secret of somebody');
  await fetch(`${talking.url}/v1/receipts`, { method: 'POST', headers, body });
  await talking.stop();
  expect(logged).toContain('signature-wrong');
  for (const text of ['+302101234567', 'switched off', headers['x-fairlead-signature'], GATEWAY_SECRET]) {
    expect(logged).not.toContain(text);
  }
});

it('without a secret there is nothing to send receipts to', async () => {
  const closed = await TestServer.start();
  const answer = await fetch(`${closed.url}/v1/receipts`, { method: 'POST', body: '{}' });
  await closed.stop();
  expect(answer.status).toBe(404);
});
