import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { wordsOf } from '#shared/kernel/words.ts';
import { catalogue, t } from './words.ts';

const RENDERER = path.join(import.meta.dirname, '..');
const KEY = /(?<![\w.])(?:t|label)\(\s*(?:\{\s*key:\s*)?(['`])((?:(?!\1).)+)\1/g;

function sources(): string[] {
  return readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
  );
}

/** A key written out, or the known beginning of one that is put together: `severity.${severity}`. */
function keysUsed(): { file: string; key: string }[] {
  return sources().flatMap((file) =>
    [...readFileSync(path.join(RENDERER, file), 'utf8').matchAll(KEY)].map((match) => ({
      file,
      key: match[2] ?? '',
    })),
  );
}

describe('the message catalogue', () => {
  it('has every key that a page uses', () => {
    const known = Object.keys(catalogue);
    const missing = keysUsed().filter(({ key }) => {
      const [beginning = ''] = key.split('${');
      return key.includes('${') ? !known.some((name) => name.startsWith(beginning)) : !known.includes(key);
    });
    expect(missing).toEqual([]);
    expect(keysUsed().length).toBeGreaterThan(150);
  });

  it('fills in parameters and chooses by number', () => {
    expect([
      t('status.attention', { count: 1 }),
      t('status.attention', { count: 3 }),
      t('status.outbox', { count: 12 }),
    ]).toEqual(['1 needs attention', '3 need attention', '12 waiting']);
  });

  it('leaves no placeholder of an unknown form behind', () => {
    const strange = Object.entries(catalogue).filter(([, text]) =>
      /\{[^}]*$|\{\s|\{\}/.test(text.replace(/\{\w+\|[^|]*\|(?:[^{}]|\{\w+\})*\}/g, '')),
    );
    expect(strange).toEqual([]);
  });

  it('shows a key it does not know rather than nothing', () => {
    expect(wordsOf(catalogue, { key: 'no.such.key' })).toBe('no.such.key');
  });
});
