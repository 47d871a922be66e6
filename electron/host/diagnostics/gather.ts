import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { JobsService } from '../jobs/jobs-service.ts';
import type { ConsoleStatus, StoreService, SyncStatus } from '../services.ts';
import type { Store } from '../store/store.ts';
import type { Redactor } from './redact.ts';

export type GatherParts = {
  readonly store: Store;
  readonly dataFolder: string;
  readonly version: string;
  readonly storeService: Pick<StoreService, 'overview'>;
  readonly jobs: Pick<JobsService, 'overview' | 'history' | 'health'>;
  sync(): SyncStatus;
  encryption(): ConsoleStatus['storeEncryption'];
};
export type BundleFile = { readonly name: string; readonly text: string };

const LOG_LINES_MAX = 500;
const LOG_BYTES_MAX = 512 * 1024;
const LOG_FILES_MAX = 6;
const RUNS_MAX = 100;
const DUMPS_MAX = 20;
/** As Chromium names them, so that nothing else can lie behind a name. */
const DUMP_NAME = /^[0-9a-f-]{36}\.dmp$/;
const Name = z.object({ name: z.string() });

/** Everything of a bundle, file by file, as a person is shown it before it is saved. */
export function gather(parts: GatherParts, redact: Redactor): readonly BundleFile[] {
  const json = (name: string, content: object) => ({
    name,
    text: `${JSON.stringify(content, undefined, 2)}\n`,
  });
  return [
    json('about.json', about(parts)),
    json('settings.json', settings(parts)),
    json('store.json', storeFacts(parts)),
    json('sync.json', syncFacts(parts.sync(), redact)),
    json('jobs.json', jobFacts(parts.jobs)),
    json('health.json', healthFacts(parts.jobs)),
    json('crashes.json', crashFacts(parts.dataFolder)),
    ...logs(parts.dataFolder, redact),
  ];
}

/** What people and places of this company are called. */
export function knownNames(store: Store): readonly string[] {
  const names = [
    ...store.all(Name, 'SELECT name FROM person', {}),
    ...store.all(Name, 'SELECT signInName AS name FROM person', {}),
    ...store.all(Name, 'SELECT name FROM site', {}),
  ].map(({ name }) => name);
  // A text rarely has a name in full.
  return [
    ...names,
    ...names.flatMap((name) => name.split(/[\s.]+/).filter((part) => part.length > 2)),
    os.userInfo().username,
    os.hostname(),
  ];
}

function about({ version }: GatherParts) {
  const { electron, node, chrome } = process.versions;
  return {
    program: version,
    electron,
    node,
    chrome,
    platform: process.platform,
    architecture: process.arch,
    system: os.release(),
    processors: os.cpus().length,
    memoryBytes: os.totalmem(),
    freeMemoryBytes: os.freemem(),
    upSeconds: Math.round(process.uptime()),
  };
}

function settings({ store, encryption }: GatherParts) {
  const { site, station, isSyncPaused, linkClass, updateChannel, demonstration, restored } = store.state;
  return {
    siteKind: site?.kind ?? null,
    timeZone: site?.timeZone ?? null,
    station,
    demonstration,
    syncPaused: isSyncPaused,
    linkClass: linkClass ?? null,
    updateChannel,
    encryption: encryption(),
    restoredAt: restored?.at ?? null,
  };
}

function storeFacts({ store, storeService }: GatherParts) {
  const { sizeBytes, backups, backupProblem, tasks } = storeService.overview();
  return {
    sizeBytes,
    schema: store.db.pragma('user_version', { simple: true }),
    sizes: tasks.measure?.result ?? null,
    backups: backups.map(({ takenAt, sizeBytes: bytes, kind }) => ({ takenAt, sizeBytes: bytes, kind })),
    backupProblem: codeOf(backupProblem),
    tasks: Object.fromEntries(
      Object.entries(tasks).map(([kind, task]) => [
        kind,
        task === null
          ? null
          : {
              state: task.state,
              startedAt: task.startedAt,
              endedAt: task.endedAt,
              problem: codeOf(task.problem),
            },
      ]),
    ),
  };
}

function syncFacts(status: SyncStatus, redact: Redactor) {
  const { serverUrl, problem, ...rest } = status;
  return {
    ...rest,
    server:
      serverUrl === null ? null : { scheme: new URL(serverUrl).protocol, address: redact.code(serverUrl) },
    problem: problem === null ? null : { code: problem.code },
  };
}

function jobFacts(jobs: GatherParts['jobs']) {
  const { isHome, jobs: all, deadLetters } = jobs.overview();
  const { runs } = jobs.history({ before: undefined, limit: RUNS_MAX });
  return {
    isHome,
    jobs: all.map(({ name, state, failuresInRow, nextAt, isStuck }) => ({
      name,
      state,
      failuresInRow,
      nextAt,
      isStuck,
    })),
    failed: [...deadLetters, ...runs.filter(({ problem }) => problem !== null)].map(
      ({ name, state, dueAt, endedAt, attempts, problem }) => ({
        name,
        state,
        dueAt,
        endedAt,
        attempts,
        problem: codeOf(problem),
      }),
    ),
  };
}

function healthFacts(jobs: GatherParts['jobs']) {
  const { health, at, findings } = jobs.health();
  return {
    health,
    at,
    findings: findings.map(({ check, health: found, label }) => ({
      check,
      health: found,
      what: label.key,
      ...numbersOf(label.params),
    })),
  };
}

/** Words may quote a message; numbers can't. */
function numbersOf(params: { readonly [name: string]: string | number } | undefined) {
  return Object.fromEntries(Object.entries(params ?? {}).filter(([, value]) => typeof value === 'number'));
}

function codeOf(problem: ErrorDetails | null): string | null {
  return problem?.code ?? null;
}

/**
 * That the program crashed, when, and which file tells of it (CR-1). A dump is a piece of memory, with whatever was
 * open on the screen: the files themselves stay on this machine, for a person to hand over who knows what is in them.
 */
function crashFacts(dataFolder: string) {
  const folder = path.join(dataFolder, 'crashes');
  if (!fs.existsSync(folder)) return { count: 0, newest: [] };
  const dumps = fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => DUMP_NAME.test(path.basename(name)))
    .map((name) => {
      const { mtime, size } = fs.statSync(path.join(folder, name));
      return { name: path.basename(name), at: mtime.toISOString(), sizeBytes: size };
    })
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  return { count: dumps.length, newest: dumps.slice(0, DUMPS_MAX) };
}

function logs(dataFolder: string, redact: Redactor): readonly BundleFile[] {
  const folder = path.join(dataFolder, 'logs');
  if (!fs.existsSync(folder)) return [];
  const newest = fs
    .readdirSync(folder)
    .filter((name) => /^[a-z-]+-\d{4}-\d{2}-\d{2}\.log$/.test(name))
    .toSorted((a, b) => (a.slice(-14) < b.slice(-14) ? 1 : -1))
    .slice(0, LOG_FILES_MAX);
  return newest.map((name) => ({ name: `logs/${name}`, text: redactedEnd(path.join(folder, name), redact) }));
}

function redactedEnd(file: string, redact: Redactor): string {
  const lines = endOf(file).split('\n').slice(-LOG_LINES_MAX);
  return lines
    .map((line) => redact.line(line))
    .filter((line) => line !== undefined)
    .map((line) => `${line}\n`)
    .join('');
}

function endOf(file: string): string {
  const handle = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(handle);
    const bytes = Buffer.alloc(Math.min(size, LOG_BYTES_MAX));
    fs.readSync(handle, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } finally {
    fs.closeSync(handle);
  }
}
