import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCounts, readPlaywrightCounts, readVitestCounts, settleCounts } from './test-counts.ts';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'counts-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function report(name: string, content: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}

test('both runners report in one form, and a flaky test is a failed one', () => {
  const vitest = report(
    'vitest.json',
    JSON.stringify({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }),
  );
  const playwright = report(
    'playwright.json',
    JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } }),
  );
  expect([readVitestCounts(vitest), readPlaywrightCounts(playwright)]).toEqual([
    { passed: 5, failed: 1, skipped: 3 },
    { passed: 3, failed: 2, skipped: 0 },
  ]);
});

test('a missing, cut or foreign report is no report', () => {
  expect([
    readVitestCounts(path.join(folder, 'missing.json')),
    readVitestCounts(report('cut.json', '{"numPassedTests": 5,')),
    readPlaywrightCounts(report('foreign.json', '{"stats": {}}')),
  ]).toEqual([undefined, undefined, undefined]);
});

test('a runner never counts as passed when it failed, crashed, or ran nothing', () => {
  const good = { passed: 5, failed: 0, skipped: 1 };
  expect([
    settleCounts(0, good),
    settleCounts(1, good),
    settleCounts(1, { passed: 5, failed: 2, skipped: 0 }),
    settleCounts(0, undefined),
    settleCounts(0, { passed: 0, failed: 0, skipped: 4 }),
  ]).toEqual([
    { passed: 5, failed: 0, skipped: 1 },
    { passed: 5, failed: 1, skipped: 1 },
    { passed: 5, failed: 2, skipped: 0 },
    { passed: 0, failed: 1, skipped: 0 },
    { passed: 0, failed: 1, skipped: 4 },
  ]);
});

test('the sum runs over all runners', () => {
  expect(
    addCounts([
      { passed: 1, failed: 0, skipped: 2 },
      { passed: 10, failed: 3, skipped: 0 },
    ]),
  ).toEqual({
    passed: 11,
    failed: 3,
    skipped: 2,
  });
});
