import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openFile } from '#host/store/connection.ts';
import { readKeyFile, takeStoreKey } from '#host/store/encryption/key-from-environment.ts';
import { finishRewrite, formerOf, rewriteStore } from '#host/store/encryption/rewrite-store.ts';
import { newStoreKey, parseStoreKey, type StoreKey } from '#host/store/encryption/store-key.ts';
import { lockFolder } from '#host/store/lock.ts';
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
  const lock = lockFolder(dataFolder, {});
  try {
    if (!isChanged(file, from, to)) {
      rewriteStore(file, { from, to }, {});
    }
  } finally {
    lock.release();
  }
  console.log(
    to === undefined
      ? 'The data file is not encrypted any more. Start the console without a key.'
      : 'The data file has the new key. Start the console with it. Backups keep the key of their day.',
  );
}

/** Clears up after a change that was cut off. True: it had come as far as the new key. */
function isChanged(file: string, from: StoreKey | undefined, to: StoreKey | undefined): boolean {
  try {
    finishAndOpen(file, from);
    return false;
  } catch (error) {
    const isOtherKey =
      error instanceof DomainError && ['store-key-wrong', 'store-key-missing'].includes(error.code);
    if (!isOtherKey || to === undefined || !isOpenedBy(file, to)) throw error;
    return true;
  }
}

function isOpenedBy(file: string, storeKey: StoreKey): boolean {
  try {
    finishAndOpen(file, storeKey);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'store-key-wrong') return false;
    throw error;
  }
}

function finishAndOpen(file: string, storeKey: StoreKey | undefined): void {
  const options = storeKey === undefined ? {} : { storeKey };
  finishRewrite(file, options);
  openFile(file, options).close();
}

function newKey(): StoreKey {
  const { FAIRLEAD_NEW_STORE_KEY: text, FAIRLEAD_NEW_STORE_KEY_FILE: keyFile } = process.env;
  if (keyFile) return readKeyFile(keyFile);
  if (text) return parseStoreKey(text);
  throw new Error(`No new key was given.\n\n${USAGE}`);
}
