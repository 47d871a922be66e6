import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { changeStoreKey } from '#host/store/encryption/change-key.ts';
import { readKeyFile, takeStoreKey } from '#host/store/encryption/key-from-environment.ts';
import { formerOf } from '#host/store/encryption/rewrite-store.ts';
import { newStoreKey, parseStoreKey, type StoreKey } from '#host/store/encryption/store-key.ts';
import { DomainError, messageOf } from '#shared/kernel/errors.ts';

const USAGE = `Changes the key of a console's data file. The console must not be running.

  npm run store-key -- new FILE            writes a new random key to a file of your own
  npm run store-key -- change --data DIR   from the key it has to another
  npm run store-key -- remove --data DIR   takes the encryption away

The key it has:  FAIRLEAD_STORE_KEY_FILE or FAIRLEAD_STORE_KEY (none: it is not encrypted yet)
The new key:     FAIRLEAD_NEW_STORE_KEY_FILE or FAIRLEAD_NEW_STORE_KEY`;

try {
  run();
} catch (error) {
  console.error(messageOf(error));
  if (error instanceof DomainError && error.details.remedy !== undefined) console.error(error.details.remedy);
  process.exitCode = 1;
}

function run(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { data: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  const [action, file] = positionals;
  if (action === 'new' && file !== undefined) writeNewKey(file);
  else if ((action === 'change' || action === 'remove') && values.data !== undefined)
    changeKey(values.data, action);
  else {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
  }
}

function writeNewKey(file: string): void {
  // An existing file may hold the only key of a store.
  fs.writeFileSync(file, `${newStoreKey()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  console.log(`A new key is in ${file}. Keep a copy where this machine can't lose it.`);
}

function changeKey(dataFolder: string, action: 'change' | 'remove'): void {
  const file = path.join(dataFolder, 'console.sqlite');
  if (!fs.existsSync(file) && !fs.existsSync(formerOf(file)))
    throw new Error(`There is no console in ${dataFolder}.`);
  const from = takeStoreKey(process.env);
  const to = action === 'change' ? newKey() : undefined;
  const { files, leftAlone } = changeStoreKey(file, { from, to }, {}, { step: showProgress });
  console.log(
    to === undefined
      ? 'The data file is not encrypted any more. Start the console without a key.'
      : `The data file and its backups have the new key (${files} files). Start the console with it.`,
  );
  if (leftAlone.length > 0)
    console.log(`Left as they are, as they are damaged or have another key: ${leftAlone.join(', ')}`);
}

/** A line that overwrites itself, where somebody looks on. */
function showProgress({ done, total }: { done: number; total: number | null }): void {
  if (process.stderr.isTTY && total !== null && total > 0)
    process.stderr.write(`\r${Math.floor((100 * done) / total)} %${done === total ? '\n' : ''}`);
}

function newKey(): StoreKey {
  const { FAIRLEAD_NEW_STORE_KEY: text, FAIRLEAD_NEW_STORE_KEY_FILE: keyFile } = process.env;
  if (keyFile) return readKeyFile(keyFile);
  if (text) return parseStoreKey(text);
  throw new Error(`No new key was given.\n\n${USAGE}`);
}
