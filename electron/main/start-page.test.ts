import { expect, test } from 'vitest';
import { RECOVERY_URL } from './recovery-page.ts';
import { StartPage } from './start-page.ts';

function startPage() {
  const loaded: string[] = [];
  const page = new StartPage({ reload: (route = 'start') => loaded.push(route) });
  return { page, loaded };
}

test('work is shown once, keeps its page up to date, and leads back to where it was asked for', () => {
  const { page, loaded } = startPage();
  page.showWork({ type: 'work', what: 'change-key', done: 1, total: 10 });
  page.showWork({ type: 'work', what: 'change-key', done: 5, total: 10 });
  expect([page.instead, page.pageAt('/recovery')]).toEqual([RECOVERY_URL, expect.stringContaining('50 %')]);
  page.hostIsReady();
  expect([page.instead, page.pageAt('/recovery'), loaded]).toEqual([
    undefined,
    undefined,
    ['start', '/store'],
  ]);
  page.hostIsReady();
  expect(loaded).toHaveLength(2);
});

test('a failure is shown until it is tried again, and replaces the work it ended', () => {
  const { page, loaded } = startPage();
  page.startAgain({ restore: 'console-2026-03-01T03-10-00Z.sqlite' });
  expect(page.pageAt('/recovery')).toContain('Restoring the store');
  page.fail({ code: 'store-corrupt', message: 'Damaged.', remedy: 'Restore.' });
  expect([page.isFailed, page.pageAt('/recovery'), page.pageAt('/index.html')]).toEqual([
    true,
    expect.stringContaining('Damaged.'),
    undefined,
  ]);
  page.startAgain({});
  expect([page.isFailed, page.instead, loaded]).toEqual([false, undefined, ['start', 'start', 'start']]);
});
