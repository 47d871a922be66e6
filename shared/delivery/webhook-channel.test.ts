import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Gateway, GATEWAY_SECRET, ownCertificate } from '#tests/support/gateway.ts';
import { webhookChannel } from './webhook-channel.ts';

const MESSAGE = {
  id: '01950000-0000-7000-8000-00000000000a',
  to: '+302101234567',
  subject: 'Fire',
  body: 'Fire on deck 3 – “galley”',
  isUrgent: true,
};

let gateway: Gateway;
beforeEach(async () => {
  gateway = await Gateway.start();
});
afterEach(() => gateway.stop());

type Changes = { secret?: string; timeoutMs?: number; takesReceipts?: boolean };
const channelTo = (url: string, changes: Changes = {}) =>
  webhookChannel({ url, secret: GATEWAY_SECRET, channel: 'sms', now: () => Date.now(), ...changes });
const send = (changes?: Changes) => channelTo(gateway.url, changes).send(MESSAGE);

describe('a message to a gateway', () => {
  it('is signed so that the other side can tell who sent it, and carries everything', async () => {
    expect(await send()).toEqual({ state: 'sent', relayId: null, receipt: 'none' });
    expect(gateway.messages).toEqual([{ ...MESSAGE, channel: 'sms' }]);
  });

  it('signed with another secret is refused for good', async () => {
    expect(await send({ secret: 'another secret of somebody' })).toEqual({
      state: 'failed',
      reason: 'The gateway answered 401.',
      isRetriable: false,
    });
    expect(gateway.messages).toEqual([]);
  });

  it.each([
    [
      { status: 202, headers: { 'x-message-id': 'gw-1' } },
      { state: 'sent', relayId: 'gw-1', receipt: 'none' },
    ],
    [
      { status: 200, body: '{"state":"delivered","id":"gw-2"}' },
      { state: 'delivered', relayId: 'gw-2' },
    ],
    [
      { status: 200, body: '{"receipt":true,"id":7}' },
      { state: 'sent', relayId: null, receipt: 'awaited' },
    ],
    [
      { status: 200, body: '<html>thanks' },
      { state: 'sent', relayId: null, receipt: 'none' },
    ],
    [
      { status: 200, body: 'null' },
      { state: 'sent', relayId: null, receipt: 'none' },
    ],
  ])('answered with %j says what is known of it', async (answer, outcome) => {
    gateway.answers(answer);
    expect(await send({ takesReceipts: true })).toEqual(outcome);
  });

  it('promised a receipt awaits none where none can come', async () => {
    gateway.answers({ status: 202, body: '{"receipt":true}' });
    expect(await send()).toMatchObject({ state: 'sent', receipt: 'none' });
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [400, false],
    [404, false],
    [410, false],
  ])('that is answered with %i may be tried again: %s', async (status, isRetriable) => {
    gateway.answers({ status, body: '{"state":"delivered"}' });
    expect(await send()).toEqual({ state: 'failed', reason: `The gateway answered ${status}.`, isRetriable });
  });

  it('does not follow where a gateway sends it', async () => {
    const other = await Gateway.start();
    gateway.answers({ status: 307, headers: { location: other.url } });
    expect(await send()).toMatchObject({ state: 'failed', reason: 'The gateway answered 307.' });
    expect(other.requests).toBe(0);
    await other.stop();
  });

  it('is given up after a time when nobody answers, to be tried again', async () => {
    gateway.answers('silence');
    expect(await send({ timeoutMs: 100 })).toEqual({
      state: 'failed',
      reason: 'The gateway did not answer within 0.1 s.',
      isRetriable: true,
    });
  });

  it('is accepted whatever comes after that: an answer too long, or one without an end, is not waited for', async () => {
    const accepted = { state: 'sent', relayId: null, receipt: 'none' };
    gateway.answers({ status: 200, body: `{"state":"delivered"}${' '.repeat(1024 * 1024)}` });
    expect(await send()).toEqual(accepted);
    gateway.answers({ status: 200, body: '{"state":"deli', isEndless: true });
    expect(await send({ timeoutMs: 200 })).toEqual(accepted);
    gateway.answers({ status: 200, body: ' '.repeat(20 * 1024), isEndless: true });
    expect(await send()).toEqual(accepted);
  });

  it('that finds nobody says why, and nothing of the message', async () => {
    const { url } = gateway;
    await gateway.stop();
    expect(await channelTo(url).send(MESSAGE)).toEqual({
      state: 'failed',
      reason: "The gateway can't be reached (ECONNREFUSED).",
      isRetriable: true,
    });
    gateway = await Gateway.start();
  });
});

it('over TLS goes to a gateway whose certificate is known, and to no other', async () => {
  const certificate = ownCertificate();
  const safe = await Gateway.start(certificate);
  const known = tls.getCACertificates('default');
  try {
    expect(await channelTo(safe.url).send(MESSAGE)).toEqual({
      state: 'failed',
      reason: "The gateway can't be reached (DEPTH_ZERO_SELF_SIGNED_CERT).",
      isRetriable: true,
    });
    expect(safe.requests).toBe(0);
    tls.setDefaultCACertificates([...known, certificate.cert.toString('utf8')]);
    expect(await channelTo(safe.url).send(MESSAGE)).toMatchObject({ state: 'sent' });
    expect(safe.messages.length).toBe(1);
  } finally {
    tls.setDefaultCACertificates(known);
    await safe.stop();
  }
});
