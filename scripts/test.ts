import fs from 'node:fs';
import path from 'node:path';
import { prepareElectron } from './electron-runtime.ts';
import { inProject, nodePath } from './lib/project.ts';
import { runCommand } from './lib/run-command.ts';
import { makeTestsFolder } from './lib/scratch-folder.ts';
import {
  addCounts,
  type Counts,
  readPlaywrightCounts,
  readVitestCounts,
  settleCounts,
} from './lib/test-counts.ts';
import { installSystemPackages } from './system-packages.ts';

/** Runs everything that has to hold, all of it even when something fails, and sums it up in its last line. */
const RUNNERS: Record<string, () => Promise<Counts>> = {
  system: () => check(async () => ((await installSystemPackages(console.log)) ? 0 : 1)),
  typecheck: () => check(() => node('scripts/typecheck.ts')),
  lint: () => check(() => node('node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings')),
  borders: () => check(() => node('scripts/check-borders.ts')),
  format: () => check(() => node('node_modules/@biomejs/biome/bin/biome', 'format', '.')),
  unit: runVitest,
  build: () => check(build),
  electron: () => check(prepare),
  package: packageTried,
  e2e: runPlaywright,
};

/** What hangs is ended; a machine that is busy with other things is only slow. */
const CHECK_TIMEOUT_MS = 10 * 60_000;
const TESTS_TIMEOUT_MS = 35 * 60_000;
const SCREEN = '-screen 0 1600x1000x24';
const RESULTS = 'test-results';

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in RUNNERS));
if (unknown.length > 0) {
  console.error(`No runner ${unknown.join(', ')}. There are: ${Object.keys(RUNNERS).join(', ')}`);
  process.exit(2);
}

const testEnvironment = { ...process.env, TMPDIR: makeTestsFolder() };

const results: Counts[] = [];
for (const [name, run] of Object.entries(RUNNERS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const counts = await run();
  results.push(counts);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`== ${name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
}
const total = addCounts(results);
process.exitCode = total.failed === 0 ? 0 : 1;
if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);

/** A check passes or fails as one. */
async function check(run: () => Promise<number>): Promise<Counts> {
  const passed = (await run()) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

async function node(script: string, ...args: string[]): Promise<number> {
  const result = await runCommand(nodePath, [inProject(script), ...args], {
    show: true,
    timeoutMs: CHECK_TIMEOUT_MS,
  });
  return result.exitCode;
}

async function build(): Promise<number> {
  const exitCode = await node(
    'node_modules/electron-vite/bin/electron-vite.js',
    'build',
    '--config',
    'electron.config.ts',
    '--logLevel',
    'warn',
  );
  return exitCode === 0 ? node('scripts/check-build.ts') : exitCode;
}

async function prepare(): Promise<number> {
  try {
    const runtime = await prepareElectron(console.log);
    console.log(`Electron (${runtime.source}): ${runtime.executablePath}`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

/** The packages that the end-to-end tests install, start and update. */
async function packageTried(): Promise<Counts> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { passed: 0, failed: 0, skipped: 1 };
  return check(() => node('scripts/package-tried.ts'));
}

async function runVitest(): Promise<Counts> {
  const report = freshReport('vitest.json');
  const result = await runCommand(
    nodePath,
    [
      inProject('node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { show: true, timeoutMs: TESTS_TIMEOUT_MS, env: testEnvironment },
  );
  return settleCounts(result.exitCode, readVitestCounts(report));
}

async function runPlaywright(): Promise<Counts> {
  const report = freshReport('playwright.json');
  const command = [nodePath, inProject('node_modules/@playwright/test/cli.js'), 'test'];
  const withScreen =
    process.platform === 'linux'
      ? ['xvfb-run', '--auto-servernum', `--server-args=${SCREEN}`, ...command]
      : command;
  const result = await runCommand(String(withScreen[0]), withScreen.slice(1), {
    show: true,
    timeoutMs: TESTS_TIMEOUT_MS,
    env: testEnvironment,
  });
  if (result.exitCode === 127) console.error(result.stderr);
  return settleCounts(result.exitCode, readPlaywrightCounts(report));
}

/** The report of an earlier run must not be taken for this one's. */
function freshReport(name: string): string {
  const file = inProject(RESULTS, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.rmSync(file, { force: true });
  return file;
}
