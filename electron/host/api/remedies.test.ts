import { expect, test } from 'vitest';
import { withRemedy } from './remedies.ts';

test('what names no remedy gets that of its code, or the one for all others, and keeps its own key', () => {
  const says = { key: 'jobs.no-job' };
  const message = 'There is no such job.';
  expect([
    withRemedy({ code: 'not-found', message, says }),
    withRemedy({ code: 'server-failed', message, says }),
    withRemedy({ code: 'not-found', message, says, remedy: 'Look at the list.' }),
  ]).toEqual([
    {
      code: 'not-found',
      message,
      says,
      remedy: 'It may have been removed meanwhile. Look for it in its list again.',
    },
    { code: 'server-failed', message, says, remedy: 'Try again. If it happens again, tell your office.' },
    { code: 'not-found', message, says, remedy: 'Look at the list.' },
  ]);
});
