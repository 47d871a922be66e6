import { expect, test } from 'vitest';
import { DomainError } from '#shared/kernel/errors.ts';
import { hostLog, SECRETS } from './host-log.ts';

function linesOf(log: (logger: ReturnType<typeof hostLog>) => void): string[] {
  const lines: string[] = [];
  log(hostLog('info', { write: (line) => void lines.push(line) }));
  return lines;
}

test.each(SECRETS)('%s is kept out of the log, however deep it stands', (name) => {
  const secret = { [name]: 'open sesame' };
  const [line = ''] = linesOf((log) =>
    log.child({ part: 'http', ...secret }).info(
      {
        ...secret,
        input: secret,
        req: { headers: secret },
        err: Object.assign(new Error('refused'), secret, { input: secret }),
      },
      'something happened',
    ),
  );
  expect(line).toContain('[kept out]');
  expect(line).not.toContain('open sesame');
});

test('a code to join with is kept out; the code of an error is told', () => {
  const joinOnStart = { code: 'K7QM-2XPD-9FHT', serverUrl: 'https://sync.example.com' };
  const err = new DomainError({ code: 'not-found', message: 'There is no such console.' });
  const [line = ''] = linesOf((log) =>
    log.error({ code: joinOnStart.code, joinOnStart, options: { joinOnStart }, err }, 'could not join'),
  );
  expect(line).not.toContain('K7QM');
  expect(JSON.parse(line)).toMatchObject({
    err: { details: { code: 'not-found' } },
    joinOnStart: { serverUrl: 'https://sync.example.com' },
    msg: 'could not join',
  });
});
