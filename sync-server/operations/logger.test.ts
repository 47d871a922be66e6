import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';

test('a line is JSON with its level in words, and holds no secret', () => {
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  logger.info({ authorization: 'Fairlead abc', device: 'd', deep: { token: 't0' } }, 'answered');
  logger.error(
    { err: Object.assign(new Error('no'), { connectionString: 'postgres://a:secret@b' }) },
    'failed',
  );
  logger.debug('not told');
  const text = lines.join('');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    name: 'sync-server',
    authorization: '[secret]',
    device: 'd',
    msg: 'answered',
    deep: { token: '[secret]' },
  });
  expect([lines.length, /abc|t0|postgres:/.test(text)]).toEqual([2, false]);
});
