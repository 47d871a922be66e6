import { expect, test } from 'vitest';
import { httpError } from './errors.ts';
import { refusalAnswer } from './refusals.ts';

test('a refusal travels with its words, and without the key they have in this program', () => {
  const { status, body } = refusalAnswer(httpError('live-connections-full', {}, { retryAfterSeconds: 300 }));
  expect({ status, body: JSON.parse(body) }).toEqual({
    status: 429,
    body: {
      error: {
        code: 'too-many-attempts',
        message: 'This server has as many live connections as it can hold.',
        remedy: 'The console goes on without one and tries again later.',
        retryAfterSeconds: 300,
      },
    },
  });
});
