import fc from 'fast-check';
import { dictionaryBytes } from '#shared/sync/compact/dictionaries.ts';
import { expect, it } from 'vitest';
import { isDomainError } from '#shared/kernel/errors.ts';
import { encodeFrame } from '#shared/sync/codec.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { ExchangeResponse } from '#shared/sync/wire.ts';
import { messageIn } from './answers.ts';
import { compression } from './compression.ts';
import type { TransportResponse } from './transport.ts';

const MESSAGE: ExchangeResponse = {
  protocol: PROTOCOL_VERSION,
  serverTimeMs: 1,
  epoch: 'e',
  view: 'v',
  version: 1,
  verdicts: [{ seq: 1, status: 'applied', version: 1, overridden: [], refs: [] }],
  records: [],
  cursors: [1, 1, 1, 1],
  more: [],
  startOver: false,
  askSchemas: false,
};

function answerOf(body: Uint8Array): TransportResponse {
  return { status: 200, headers: { 'content-type': 'application/cbor' }, body };
}

function refusalOf(response: TransportResponse) {
  try {
    messageIn(ExchangeResponse, response);
    return undefined;
  } catch (error) {
    return isDomainError(error) ? error.details : error;
  }
}

function json(status: number, value: unknown): TransportResponse {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}

it('reads what a server sends', () => {
  expect(messageIn(ExchangeResponse, answerOf(encodeFrame(MESSAGE, compression)))).toEqual(MESSAGE);
});

it('passes on what a server refuses, in its own words', () => {
  const error = { code: 'code-expired', message: 'Too old.', remedy: 'Ask for a new one.', field: 'code' };

  expect(refusalOf(json(403, { error }))).toEqual(error);
});

it.each([
  ['a refusal in words of its own', json(403, { error: { code: 'tea-time', message: 'No.' } })],
  ['JSON that is no refusal', json(500, { statusCode: 500 })],
  ['JSON that breaks off', { ...json(500, {}), body: new TextEncoder().encode('{"error":') }],
  [
    'an encoding nobody asked for',
    {
      ...answerOf(encodeFrame(MESSAGE, compression)),
      headers: { 'content-type': 'application/cbor', 'content-encoding': 'br' },
    },
  ],
])('calls %s nonsense', (_name, response) => {
  expect(refusalOf(response)).toMatchObject({ code: 'server-nonsense', remedy: expect.any(String) });
});

it('calls a bomb nonsense, without inflating it', () => {
  const bomb = compression.deflate(new Uint8Array(64 * 1024 * 1024), dictionaryBytes(1));

  expect(refusalOf(answerOf(Buffer.concat([Buffer.of(1, 1), bomb])))).toMatchObject({
    code: 'server-nonsense',
  });
});

it('calls whatever bytes come nonsense, and fails in no other way', () => {
  const sound = Buffer.from(encodeFrame(MESSAGE, compression));
  const broken = fc
    .tuple(fc.nat({ max: sound.length }), fc.uint8Array({ maxLength: 60 }))
    .map(([kept, noise]) => Buffer.concat([sound.subarray(0, kept), noise]));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), broken), (body) => {
      const refusal = refusalOf(answerOf(body));
      fc.pre(refusal !== undefined);
      expect(refusal).toMatchObject({ code: 'server-nonsense' });
    }),
    { seed: 11, numRuns: 3_000 },
  );
});
