// Runs with whatever Node the machine has (18 or newer): brings the checkout into a state in which everything
// else runs with the Node that package.json names. Usage: node scripts/bootstrap.mjs start|test [arguments]
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const windows = process.platform === 'win32';
const nodePath = path.join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

const [program, ...args] = process.argv.slice(2);
if (program !== 'start' && program !== 'test') {
  console.error('usage: node scripts/bootstrap.mjs start|test [arguments]');
  process.exit(2);
}

if (!packagesMatchLock()) {
  console.log('Installing packages (npm ci, about two minutes the first time) ...');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}
if (program === 'start' && newestChangeMs(sources()) > builtAtMs()) {
  console.log('Building ...');
  run(nodePath, [
    tool('electron-vite', 'bin', 'electron-vite.js'),
    'build',
    '--config',
    'electron.config.ts',
    '--logLevel',
    'warn',
  ]);
}
handOver(path.join(root, 'scripts', `${program}.ts`), args);

/** What npm has installed, compared by content: times say nothing after a `git checkout`. */
function packagesMatchLock() {
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  const locked = readPackages(path.join(root, 'package-lock.json'));
  if (!installed || !locked || !fs.existsSync(nodePath)) return false;
  return Object.entries(locked).every(([name, entry]) => {
    if (name === '' || (entry.optional && !installed[name])) return true;
    return installed[name] !== undefined && installed[name].version === entry.version;
  });
}

function readPackages(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).packages : undefined;
}

function sources() {
  return ['electron', 'renderer', 'shared', 'migrations', 'electron.config.ts', 'package-lock.json'].map(
    (name) => path.join(root, name),
  );
}

/** The page is built last. */
function builtAtMs() {
  const page = path.join(root, 'out', 'renderer', 'index.html');
  return fs.existsSync(page) && fs.existsSync(path.join(root, 'out', 'main', 'index.js'))
    ? fs.statSync(page).mtimeMs
    : 0;
}

function newestChangeMs(files) {
  return Math.max(
    0,
    ...files.map((file) => {
      if (!fs.existsSync(file)) return 0;
      const stat = fs.statSync(file);
      if (!stat.isDirectory()) return /\.test\.tsx?$/.test(file) ? 0 : stat.mtimeMs;
      return Math.max(
        stat.mtimeMs,
        newestChangeMs(fs.readdirSync(file).map((name) => path.join(file, name))),
      );
    }),
  );
}

function tool(name, ...segments) {
  return path.join(root, 'node_modules', name, ...segments);
}

/** `shell` only where npm is a batch file, and then with fixed arguments. */
function run(file, fileArgs) {
  const result = spawnSync(file, fileArgs, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: windows && file === 'npm',
  });
  if (result.status !== 0) {
    console.error(
      `${path.basename(file)} ${fileArgs.join(' ')} failed${result.error ? `: ${result.error.message}` : ''}`,
    );
    process.exit(result.status ?? 1);
  }
}

/** Runs a script with the project's Node, its tools first on PATH, and ends as it ends. */
function handOver(script, scriptArgs) {
  const child = spawn(nodePath, [script, ...scriptArgs], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: [path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
    },
  });
  // Ctrl-C reaches the child too, as it belongs to the same terminal: this process waits for its answer.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
