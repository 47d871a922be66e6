import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProject, nodePath } from './lib/project.ts';
import { runCommand } from './lib/run-command.ts';

/** What the rules are there to stop, each in a file of its own; the configuration is the project's. */
const BAD_SAMPLES: Record<string, [file: string, source: string]> = {
  'no-floating-promises': [
    'shared/a.ts',
    'async function f(): Promise<void> {}\nexport function g() {\n  f();\n}\n',
  ],
  'no-explicit-any': ['shared/b.ts', 'export const value: any = 1;\n'],
  'no-non-null-assertion': ['shared/c.ts', 'export const value = [1][0]!;\n'],
  'no-default-export': ['shared/d.ts', 'export default 1;\n'],
  'no-empty': ['shared/e.ts', 'export function f() {\n  try {\n    JSON.parse("");\n  } catch {}\n}\n'],
  'max-lines': ['shared/f.ts', 'export const value = [\n' + '  1,\n'.repeat(500) + '];\n'],
  'max-lines-per-function': ['shared/g.ts', 'export function f() {\n' + '  f();\n'.repeat(70) + '}\n'],
  'filename-case': ['shared/BadName.ts', 'export const value = 1;\n'],
  'no-restricted-imports': ['shared/h.ts', "import { app } from 'electron';\nexport const value = app;\n"],
};
const RAW_IPC = "import { ipcMain } from 'electron';\nexport const raw = ipcMain;\n";

let root = '';
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'lint-'));
  fs.copyFileSync(inProject('.oxlintrc.json'), path.join(root, '.oxlintrc.json'));
  fs.symlinkSync(inProject('node_modules'), path.join(root, 'node_modules'));
  const compilerOptions = { strict: true, module: 'NodeNext', target: 'ES2024', types: [] };
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
  for (const [file, source] of Object.values(BAD_SAMPLES)) write(file, source);
  write('electron/main/raw.ts', RAW_IPC);
  write('electron/main/port-requests.ts', RAW_IPC);
  write('tests/long.test.ts', BAD_SAMPLES['max-lines-per-function']?.[1] ?? '');
  write('some.config.ts', 'export default { value: 1 };\n');
});
afterAll(() => fs.rmSync(root, { recursive: true }));

function write(file: string, source: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), source);
}

test('each bad sample is found by the rule that is meant for it, and by no other', async () => {
  const oxlint = inProject('node_modules/oxlint/bin/oxlint');
  const result = await runCommand(nodePath, [oxlint, '--type-aware', '--format=unix'], { cwd: root });
  const found = [...result.stdout.matchAll(/^(.+?):\d+:\d+:.*\[.*?\((.+?)\)\]$/gm)].map(
    (match) => `${path.relative(root, path.resolve(root, String(match[1])))}: ${match[2]}`,
  );
  const expected = Object.entries(BAD_SAMPLES).map(([rule, [file]]) => `${file}: ${rule}`);
  expect(found.sort()).toEqual([...expected, 'electron/main/raw.ts: no-restricted-imports'].sort());
});
