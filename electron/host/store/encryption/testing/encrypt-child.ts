import { pino } from 'pino';
import { prepareStoreFile } from '../prepare-store.ts';
import { parseStoreKey } from '../store-key.ts';

/** Encrypts the file it is given, saying when it begins and how it ended: tests kill it, or leave it no room. */
const [file, storeKey] = process.argv.slice(2);
if (file === undefined || storeKey === undefined) throw new Error('usage: encrypt-child.ts FILE KEY');
const opening = { file, storeKey: parseStoreKey(storeKey) };
process.stdout.write('begins\n', () => {
  console.log(prepareStoreFile(opening, pino({ level: 'silent' })));
});
