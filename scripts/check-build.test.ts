import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkBuild } from './check-build.ts';

const GOOD = {
  'preload/index.cjs': 'let electron = require("electron");\nelectron.ipcRenderer.on("x", () => {});\n',
  'main/host.js': 'import { x } from "./chunks/x.js";\nimport fs from "node:fs";\n',
  'main/chunks/x.js': 'export const x = 1;\n',
  'main/index.js': 'import { app } from "electron";\n',
  'renderer/index.html': '<meta nonce="__CSP_NONCE__"><script type="module" src="./a.js"></script>',
  'renderer/assets/a.js': 'const ns = "http://www.w3.org/2000/svg";',
};

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

/** A build with some of its files changed. */
function problemsWith(changes: Record<string, string>): string[] {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'build-'));
  folders.push(out);
  for (const [name, content] of Object.entries({ ...GOOD, ...changes })) {
    const file = path.join(out, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
  return checkBuild(out).map((problem) => problem.replaceAll(`${out}${path.sep}`, ''));
}

test('a good build has no problem', () => {
  expect(problemsWith({})).toEqual([]);
});

test.each([
  [{ 'preload/index.cjs': 'require("node:fs");' }, 'preload/index.cjs requires node:fs (SEC-8)'],
  [
    { 'preload/index.cjs': 'import { ipcRenderer } from "electron";' },
    'preload/index.cjs is no CommonJS (SEC-8)',
  ],
  [
    { 'preload/index.cjs': 'require("electron").contextBridge;' },
    'preload/index.cjs exposes something to the page (SEC-8)',
  ],
  [
    { 'main/chunks/x.js': 'import { app } from "electron";' },
    'chunks/x.js is part of the host and imports electron (UP-6)',
  ],
  [
    { 'renderer/index.html': '<p>__CSP_NONCE__</p><script>1</script>' },
    'renderer/index.html has an inline script (SEC-3)',
  ],
  [{ 'renderer/index.html': '<p></p>' }, 'renderer/index.html has no place for the nonce (SEC-3)'],
  [
    { 'renderer/assets/a.js': 'fetch("https://cdn.example/font.woff2")' },
    'assets/a.js names https://cdn.example/font.woff2 (SEC-12)',
  ],
])('%j is a problem', (changes, problem) => {
  expect(problemsWith(changes)).toEqual([problem]);
});

test('an incomplete build is a problem', () => {
  expect(checkBuild('/nowhere')).toHaveLength(3);
});
