import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inProject, nodePath } from './lib/project.ts';
import { runCommand } from './lib/run-command.ts';

/** A checkout with nothing in it but the bootstrap, and an npm and a program that write down what they are told. */
let root = '';
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'checkout-'));
  fs.mkdirSync(path.join(root, 'scripts'));
  fs.mkdirSync(path.join(root, 'tools'));
  fs.copyFileSync(inProject('scripts', 'bootstrap.mjs'), path.join(root, 'scripts', 'bootstrap.mjs'));
  write('package.json', { type: 'module' });
  write('package-lock.json', lock('2.0.0'));
  write('npm-result.json', lock('2.0.0'));
  fs.writeFileSync(
    path.join(root, 'scripts', 'test.ts'),
    'console.log("test", ...process.argv.slice(2)); process.exit(5);',
  );
  const npm = `#!/bin/sh
echo "npm $*"
mkdir -p node_modules/node/bin
ln -sf ${nodePath} node_modules/node/bin/node
cp npm-result.json node_modules/.package-lock.json
`;
  fs.writeFileSync(path.join(root, 'tools', 'npm'), npm, { mode: 0o755 });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function lock(version: string) {
  return {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/node': { version },
      'node_modules/for-another-system': { version: '1.0.0', optional: true },
    },
  };
}

function write(file: string, content: unknown): void {
  fs.writeFileSync(path.join(root, file), JSON.stringify(content));
}

function bootstrap(...args: string[]) {
  const env = { ...process.env, PATH: `${path.join(root, 'tools')}:${process.env['PATH']}` };
  return runCommand(nodePath, [path.join(root, 'scripts', 'bootstrap.mjs'), ...args], { env });
}

async function linesOf(...args: string[]): Promise<string[]> {
  const { stdout } = await bootstrap(...args);
  return stdout.trim().split('\n');
}

test('packages are installed once, and again when the lock has changed; arguments and exit code pass through', async () => {
  const installing = 'Installing packages (npm ci, about two minutes the first time) ...';
  const npm = 'npm ci --no-audit --no-fund';
  expect(await linesOf('test', 'lint')).toEqual([installing, npm, 'test lint']);
  expect(await linesOf('test', 'lint')).toEqual(['test lint']);
  write('package-lock.json', lock('3.0.0'));
  write('npm-result.json', lock('3.0.0'));
  expect(await linesOf('test')).toEqual([installing, npm, 'test']);
  expect((await bootstrap('test')).exitCode).toBe(5);
});

test('it runs nothing but the two programs', async () => {
  const result = await bootstrap('evil');
  expect([result.exitCode, result.stderr]).toEqual([
    2,
    'usage: node scripts/bootstrap.mjs start|test [arguments]\n',
  ]);
});

test('a failed installation ends it', async () => {
  fs.writeFileSync(path.join(root, 'tools', 'npm'), '#!/bin/sh\nexit 7\n', { mode: 0o755 });
  const result = await bootstrap('test');
  expect([result.exitCode, result.stderr]).toEqual([7, 'npm ci --no-audit --no-fund failed\n']);
});
