import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinctNames, exportFileName, safeFileName } from './file-names.ts';

describe('the name of an export', () => {
  it.each([
    [['AUR', 'Incidents'], '2026-11-21-aur-incidents.pdf'],
    [['ÅLE', 'Überfall: “Élan” / næste'], '2026-11-21-ale-uberfall-elan-n-ste.pdf'],
    [['../../etc/passwd', '\u0000'], '2026-11-21-etc-passwd.pdf'],
    [['船'], '2026-11-21-report.pdf'],
  ])('of %j is %j', (words, name) => {
    expect(exportFileName('2026-11-21T04:12:00.000Z', words, 'pdf')).toBe(name);
  });
});

describe('the name of a packed file', () => {
  it.each([
    ['photo.png', 'photo.png'],
    ['../../x.png', '_.._x.png'],
    ['C:\\temp\\x.png', 'C__temp_x.png'],
    ['CON.png', '_CON.png'],
    ['com1', '_com1'],
    ['a\u202Egnp.exe', 'a_gnp.exe'],
    ['trailing. ', 'trailing'],
    ['...', 'file'],
    ['Größe 船.pdf', 'Größe 船.pdf'],
  ])('%j becomes %j', (given, name) => {
    expect(safeFileName(given)).toBe(name);
  });

  it('is safe on every system, whatever a person typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = safeFileName(given);
        expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[.\s]|[.\s]$|^$/u);
        expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(151);
      }),
      { seed: 5 },
    );
  });

  it('is told apart from others also where capitals do not count', () => {
    const nameOf = distinctNames();
    expect(['a.png', 'A.png', 'a.png', 'b'].map(nameOf)).toEqual(['a.png', 'A (2).png', 'a (3).png', 'b']);
  });
});
