import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type LiveAnswer,
  type LiveRequest,
  OPERATION_PATHS,
  readFromDevice,
  readFromServer,
  writeLiveAnswer,
  writeLiveNews,
  writeLiveRequest,
} from './live.ts';

const SEED = 20_261_121;
const id = fc.integer({ min: 0, max: 0xffff });
const body = fc.uint8Array({ maxLength: 50 });

it('reads every request, answer and word of news that it wrote', () => {
  const request: fc.Arbitrary<LiveRequest> = fc.record({
    id,
    path: fc.constantFrom(...OPERATION_PATHS),
    counter: fc.integer({ min: 1, max: 2 ** 48 - 1 }),
    signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
    body,
  });
  const answer: fc.Arbitrary<LiveAnswer> = fc.record({
    id,
    status: fc.integer({ min: 100, max: 599 }),
    form: fc.constantFrom('frame', 'refusal', 'kept'),
    body,
  });
  const lanes = fc.subarray([0, 1, 2, 3] as const);
  fc.assert(
    fc.property(request, answer, lanes, (asked, answered, told) => {
      expect(readFromDevice(writeLiveRequest(asked))).toEqual({ kind: 'request', request: asked });
      expect(readFromServer(writeLiveAnswer(answered))).toEqual({ kind: 'answer', answer: answered });
      expect(readFromServer(writeLiveNews({ lanes: told }))).toEqual({ kind: 'news', news: { lanes: told } });
    }),
    { seed: SEED },
  );
});

it('takes two bytes for a word of news', () => {
  expect(writeLiveNews({ lanes: [0, 1] })).toEqual(Uint8Array.of(2, 3));
});

it('makes of any other bytes nothing, and never fails', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      const fromDevice = readFromDevice(bytes);
      const fromServer = readFromServer(bytes);
      expect(fromDevice === undefined || bytes[0] === 1).toBe(true);
      expect(fromServer === undefined || bytes[0] === 2 || bytes[0] === 3).toBe(true);
    }),
    { seed: SEED, numRuns: 3_000 },
  );
});
