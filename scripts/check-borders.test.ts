import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { checkBorders } from './check-borders.ts';
import { findBrokenBorders } from './lib/borders.ts';
import { readImports } from './lib/read-imports.ts';

function rulesBroken(file: string, source: string): string[] {
  return findBrokenBorders(file, readImports(file, source)).map((broken) => broken.rule);
}

test.each([
  ['shared/kernel/x.ts', `import { app } from 'electron';`, 'electron-only-in-main'],
  ['electron/host/x.ts', `import { app } from 'electron/main';`, 'electron-only-in-main'],
  ['renderer/shell/x.tsx', `import { compose } from '#host/compose.ts';`, 'renderer-knows-shared'],
  ['renderer/shell/x.tsx', `import type { Store } from '#host/store/store.ts';`, 'renderer-knows-shared'],
  ['renderer/shell/x.tsx', `import { type AppRouter } from '#host/api/router.ts';`, 'renderer-knows-shared'],
  ['renderer/shell/x.tsx', `import { apply } from '../../sync-server/apply.ts';`, 'renderer-knows-shared'],
  ['renderer/shell/x.tsx', `import fs from 'node:fs';`, 'renderer-without-node'],
  ['shared/kernel/x.ts', `import { open } from '../../electron/host/store/store.ts';`, 'shared-stands-alone'],
  ['shared/sync/x.ts', `export * from '#sync-server/apply.ts';`, 'shared-stands-alone'],
  ['shared/sync/x.ts', `const page = await import('#renderer/shell/page.tsx');`, 'shared-stands-alone'],
  ['shared/kernel/x.ts', `import { randomUUID } from 'node:crypto';`, 'shared-without-environment'],
  ['shared/kernel/x.ts', `import { useState } from 'react';`, 'shared-without-environment'],
  ['shared/domains/fuel/rules.ts', `import { run } from '../incidents/commands.ts';`, 'domain-surface'],
  [
    'shared/domains/fuel/rules.ts',
    `import { rule } from '#shared/domains/cargo/rules.ts';`,
    'domain-surface',
  ],
  ['shared/kernel/x.ts', `import { Fuel } from '#shared/domains/fuel/schema.ts';`, 'kernel-below-domains'],
  ['electron/host/x.ts', `import { words } from '#renderer/shell/words.ts';`, 'host-without-window'],
  ['electron/host/x.ts', `import { open } from '../main/windows.ts';`, 'host-without-window'],
  ['electron/main/x.ts', `import { compose } from '#host/compose.ts';`, 'main-holds-no-domain'],
  ['sync-server/x.ts', `import { store } from '#host/store/store.ts';`, 'server-knows-shared'],
  ['sync-server/x.ts', `const { store } = require('../electron/host/store.ts');`, 'server-knows-shared'],
])('%s may not say: %s', (file, source, rule) => {
  expect(rulesBroken(file, source)).toEqual([rule]);
});

test.each([
  ['electron/main/x.ts', `import { app } from 'electron'; import { Message } from '#host/messages.ts';`],
  [
    'renderer/shell/x.tsx',
    `import type { AppRouter } from '#host/api/router.ts'; import React from 'react';`,
  ],
  ['shared/domains/fuel/reactions.ts', `import { Incident } from '#shared/domains/incidents/schema.ts';`],
  ['shared/domains/fuel/rules.ts', `import { states } from './states.ts'; import { z } from 'zod';`],
  [
    'sync-server/x.ts',
    `import { merge } from '#shared/sync/merge.ts'; import { up } from '#migrations/server/x.ts';`,
  ],
  ['electron/host/x.test.ts', `import { apply } from '#sync-server/apply.ts';`],
])('%s may say: %s', (file, source) => {
  expect(rulesBroken(file, source)).toEqual([]);
});

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

test('a finding names file, line, rule and reason', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'borders-'));
  folders.push(root);
  fs.mkdirSync(path.join(root, 'shared'));
  fs.writeFileSync(path.join(root, 'shared', 'good.ts'), `import { z } from 'zod';\n`);
  fs.writeFileSync(path.join(root, 'shared', 'bad.ts'), `\n\nimport fs from 'node:fs';\n`);
  expect(checkBorders(root)).toEqual([
    'shared/bad.ts:3  shared-without-environment: imports node:fs\n    Shared code knows no Node and no React.',
  ]);
});
