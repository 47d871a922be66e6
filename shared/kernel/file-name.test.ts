import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainFileName, withEnding } from './file-name.ts';

it.each([
  ['C:\\Photos\\deck.png', 'deck.png'],
  ['../../etc/passwd', 'passwd'],
  ['deck\u202Egnp.exe', 'deckgnp.exe'],
  ['CON', '_CON'],
  ['nul.png', '_nul.png'],
  ['concert.png', 'concert.png'],
  ['deck.png. . ', 'deck.png'],
  ['..', ''],
  ['a<b>:"c|?*.png', 'a_b___c___.png'],
  ['.htaccess', 'htaccess'],
  ['zero\u0000 width\u200B.png', 'zero width.png'],
])('%j is shown and stored as %j', (path, name) => {
  expect(plainFileName(path)).toBe(name);
});

it.each([
  ['deck.png', 'deck.png'],
  ['deck.JPEG', 'deck.png'],
  ['invoice.pdf.exe', 'invoice.pdf.png'],
  ['deck', 'deck.png'],
])('the ending of %j follows the bytes: %j', (name, named) => {
  expect(withEnding(name, ['.png'])).toBe(named);
});

it('leaves nothing of a path, of hidden text or of a device in any name, and changes no name twice', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (path) => {
      const name = plainFileName(path);
      expect(name).not.toMatch(/[\\/:\p{Cc}\p{Cf}]|^(?:con|nul)(?:\.|$)/iu);
      expect(plainFileName(name)).toBe(name);
    }),
    { seed: 11, numRuns: 2_000 },
  );
});
