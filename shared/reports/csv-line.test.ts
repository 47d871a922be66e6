import { describe, expect, it } from 'vitest';
import { csvField, csvLine } from './csv-line.ts';

describe('a CSV field', () => {
  it.each([
    ['plain', 'plain'],
    ['a, b', '"a, b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    [' kept ', '" kept "'],
    ['', '""'],
    [null, ''],
    [-5, '-5'],
    [1.5, '1.5'],
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+49 30 1', "'+49 30 1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['  =1', "'  =1"],
    ['\r=1', `"'\r=1"`],
    ['＝1', "'＝1"],
  ])('of %j is %j', (value, text) => {
    expect(csvField(value)).toBe(text);
  });

  it('stands between commas, and lines end as RFC 4180 says', () => {
    expect(csvLine(['a', null, 3])).toBe('a,,3\r\n');
  });
});
