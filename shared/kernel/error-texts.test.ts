import { describe, expect, test } from 'vitest';
import { errorsOf } from './error-texts.ts';

const tankError = errorsOf('tanks', {
  'too-full': {
    code: 'rule-broken',
    message: 'Tank {name} would hold {percent} %.',
    remedy: 'Enter at most {limit}.',
    field: 'volume',
  },
  waiting: { code: 'server-busy', message: '{count|One change waits|{count} changes wait}.' },
  closed: { code: 'rule-broken', message: 'The tank is closed.' },
});

describe('the catalogue of an area’s errors', () => {
  test('makes the error with its values, and keeps key and values for a reader of another language', () => {
    const error = tankError('too-full', { name: '3 P', percent: 104, limit: '98 %' });
    expect(error.details).toEqual({
      code: 'rule-broken',
      message: 'Tank 3 P would hold 104 %.',
      remedy: 'Enter at most 98 %.',
      field: 'volume',
      says: { key: 'tanks.too-full', params: { name: '3 P', percent: 104, limit: '98 %' } },
    });
    expect(error.message).toBe('Tank 3 P would hold 104 %.');
  });

  test('chooses the plural by the value', () => {
    expect(tankError('waiting', { count: 1 }).message).toBe('One change waits.');
    expect(tankError('waiting', { count: 7 }).message).toBe('7 changes wait.');
  });

  test('says nothing of what is not there', () => {
    expect(tankError('closed').details).toEqual({
      code: 'rule-broken',
      message: 'The tank is closed.',
      says: { key: 'tanks.closed' },
    });
  });

  test('a place names its own field, when to try again, and the cause', () => {
    const cause = new Error('ENOSPC');
    const error = tankError('waiting', { count: 2 }, { field: 'lane', retryAfterSeconds: 30, cause });
    expect(error.details).toMatchObject({ field: 'lane', retryAfterSeconds: 30 });
    expect(error.cause).toBe(cause);
  });

  test('a value with braces in it stays as it was typed', () => {
    expect(tankError('too-full', { name: '{percent}', percent: 1, limit: 2 }).message).toBe(
      'Tank {percent} would hold 1 %.',
    );
  });

  test('a missing or misspelt value does not pass the type check', () => {
    // @ts-expect-error: the text has a name and a limit in it too.
    tankError('too-full', { percent: 1 });
    // @ts-expect-error: no such text.
    expect(() => tankError('too-empty')).toThrow('no error "too-empty"');
  });
});
