import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { archiveProblems } from '#host/store/archive/month-copies.ts';
import { listCopies } from '#host/store/backup/backup-files.ts';
import { integrityProblems, inspectStore } from '#host/store/backup/inspect.ts';
import { makeBackup } from '#host/store/backup/make-backup.ts';
import { restoreStore } from '#host/store/backup/restore.ts';
import { takeStoreKey } from '#host/store/encryption/key-from-environment.ts';
import { exportStore } from '#host/store/export/export-store.ts';
import { verifyChain } from '#host/store/monitor/verify-chain.ts';
import { openReader, type ReaderOptions } from '#host/store/open-reader.ts';
import { stepsOf } from '#host/workers/job.ts';
import { DomainError, messageOf } from '#shared/kernel/errors.ts';
import { profileFolder } from '../electron/main/data-folder.ts';
import { abortOnStopSignals } from './lib/stop-signals.ts';

const USAGE = `Looks after a console's data file. All but "restore" may run while the console does.

  npm run store -- backup      makes a backup and reads it back
  npm run store -- list        the backups there are, and copies made before an upgrade
  npm run store -- verify      reads the whole file and recomputes the journal's chain
  npm run store -- export      everything as one SQLite file and as CSV
  npm run store -- restore     puts a backup in the place of the data file, which is kept under another name

  --data DIR       folder of the console (or --profile NAME, default: main)
  --backup FILE    for restore and verify: a backup, or "latest" for the newest good one (restore's default)

An encrypted console: the key in FAIRLEAD_STORE_KEY_FILE or FAIRLEAD_STORE_KEY. Backups keep the
encryption; an export has none, as it is made to be read by others.`;

type Call = {
  readonly dataFolder: string;
  readonly file: string;
  readonly backup: string | undefined;
  readonly options: ReaderOptions;
};

const COMMANDS: { readonly [name: string]: (call: Call) => string | Promise<string> } = {
  backup({ dataFolder, file, options }) {
    const made = makeBackup({ file, dataFolder, takenAtMs: Date.now() }, options);
    return `Backup of ${made.sizeBytes} bytes up to journal entry ${made.journalSeq}: ${made.file}`;
  },
  list({ dataFolder }) {
    const lines = listCopies(dataFolder).map(
      (one) =>
        `${one.takenAt}  ${one.sizeBytes} bytes  ${one.file}${one.kind === 'backup' ? '' : '  (made before an upgrade)'}`,
    );
    return lines.length === 0 ? 'There is no backup of this console.' : lines.join('\n');
  },
  verify,
  async export({ dataFolder, file, options }) {
    const signal = abortOnStopSignals();
    const context = stepsOf({ isCancelled: () => signal.aborted });
    const made = await exportStore({ file, dataFolder, startedAtMs: Date.now() }, options, context);
    return `${made.rows} rows of ${made.tables} tables: ${made.folder}`;
  },
  restore({ dataFolder, file, backup = 'latest', options }) {
    const restored = restoreStore({ dataFolder, storeFile: file, backup, nowMs: Date.now() }, options);
    const aside = restored.keptAside === null ? '' : `\nThe former file is kept: ${restored.keptAside}`;
    return `Restored up to journal entry ${restored.journalSeq} from ${restored.from}${aside}\nStart Fairlead again. What the server has of later work comes back with the next exchange.`;
  },
};

function verify({ dataFolder, file, backup, options }: Call): string {
  const target =
    backup === undefined ? file : backup === 'latest' ? (listCopies(dataFolder)[0]?.file ?? '') : backup;
  inspectStore(target, options);
  const db = openReader(target, options);
  try {
    const problems = [...integrityProblems(db, 'full'), ...archiveProblems(target, options)];
    if (problems.length > 0) throw new Error(`${target} is damaged:\n${problems.join('\n')}`);
  } finally {
    db.close();
  }
  const chain = verifyChain(target, options);
  if (chain.sound) return `Sound: every page, and the chain of ${chain.entries} journal entries: ${target}`;
  throw new Error(`The journal's chain is broken at entry ${chain.badSeq}: ${target}`);
}

try {
  await run();
} catch (error) {
  console.error(messageOf(error));
  if (error instanceof DomainError && error.details.remedy !== undefined) console.error(error.details.remedy);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      profile: { type: 'string', default: 'main' },
      backup: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const command = COMMANDS[positionals[0] ?? ''];
  if (command === undefined || values.help) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const folders = { env: process.env, homeFolder: os.homedir() };
  const dataFolder = path.resolve(values.data ?? profileFolder(values.profile, folders));
  // Opening a folder that is none of a console's would leave a lock in it.
  if (!fs.existsSync(dataFolder)) throw new Error(`There is no folder ${dataFolder}.`);
  const storeKey = takeStoreKey(process.env);
  const options = storeKey === undefined ? {} : { storeKey };
  const file = path.join(dataFolder, 'console.sqlite');
  console.log(await command({ dataFolder, file, backup: values.backup, options }));
}
