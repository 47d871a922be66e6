import os from 'node:os';
import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Importing the real package outside of Electron would start a download. */
const FAKE_ELECTRON = path.join(import.meta.dirname, 'tests/support/electron-runtime/fake-electron.ts');

/** Everything that runs in plain Node, real SQLite included; pages are tested in a browser (playwright.config.ts). */
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^electron$/,
        replacement: FAKE_ELECTRON,
      },
    ],
  },
  test: {
    // One for each core: usual is one fewer, and on two cores the second one would idle.
    maxWorkers: os.availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // A fact that is waited for may take long on a machine with other work; what never comes fails all the same.
    expect: { poll: { timeout: 15_000 } },
    restoreMocks: true,
    projects: [
      project('shared', ['shared/**/*.test.ts']),
      project('electron', ['electron/**/*.test.ts']),
      project('renderer', ['renderer/**/*.test.ts', 'renderer/**/*.test.tsx']),
      project('sync-server', ['sync-server/**/*.test.ts']),
      // The same exchanges on the other database, and what only that one can do.
      project(
        'postgres',
        ['sync-server/{exchange,enrolment,http,storage}/*.test.ts', 'tests/postgres/**/*.test.ts'],
        {
          globalSetup: ['tests/support/postgres-for-all.ts'],
          setupFiles: ['tests/support/postgres-as-test-storage.ts'],
        },
      ),
      project('migrations', ['migrations/**/*.test.ts']),
      project('scripts', ['scripts/**/*.test.ts']),
      project('tests', ['tests/**/*.test.ts'], { exclude: ['tests/postgres/**'] }),
    ],
  },
});

function project(
  name: string,
  include: string[],
  further: { exclude?: string[]; globalSetup?: string[]; setupFiles?: string[] } = {},
) {
  return { extends: true as const, test: { name, include, environment: 'node', ...further } };
}
