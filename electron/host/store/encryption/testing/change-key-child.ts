import { changeStoreKey } from '../change-key.ts';
import { parseStoreKey } from '../store-key.ts';

/** Changes the key of the file it is given, saying when it begins: tests kill it. */
const [file, from, to] = process.argv.slice(2);
if (file === undefined || from === undefined || to === undefined)
  throw new Error('usage: change-key-child.ts FILE FROM TO');
process.stdout.write('begins\n', () => {
  changeStoreKey(file, { from: parseStoreKey(from), to: parseStoreKey(to) }, {}, { step: () => undefined });
});
