import { describe, expect, it } from 'vitest';
import { cellText } from './cell-text.ts';
import { safeHref } from './safe-text.ts';

describe('a value on paper', () => {
  it.each([
    ['number', 1_234_567.891, 2, '1\u00A0234\u00A0567.89'],
    ['number', -42, 0, '-42'],
    ['number', Number.NaN, 0, ''],
    ['duration', 90 * 60_000, 0, '1 h 30 min'],
    ['instant', '2026-07-01T10:05:00.000Z', 0, '2026-07-01 13:05'],
    ['yes-no', true, 0, 'yes'],
    ['text', null, 0, ''],
    ['link', { text: 'see', href: 'https://example.com' }, 0, 'see'],
  ] as const)('of type %s: %j', (type, value, digits, text) => {
    expect(cellText({ type, digits }, value, 'Europe/Athens')).toBe(text);
  });
});

describe('an address', () => {
  it('is followed if it is of the web or of mail, and not otherwise', () => {
    const given = [
      'https://a.example/x?y',
      'mailto:a@b.example',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'data:text/html,x',
      'no address',
    ];
    expect(given.map(safeHref)).toEqual([
      'https://a.example/x?y',
      'mailto:a@b.example',
      ...Array(4).fill(undefined),
    ]);
  });
});
