import { expect, test } from 'vitest';
import { recoveryAction, recoveryPage, recoveryPageAt, workPage } from './recovery-page.ts';

test('the page tells what happened and what to do, and takes no markup from it', () => {
  const page = recoveryPage({
    code: 'STORE_CORRUPT',
    message: 'The store "<main>" is damaged.',
    remedy: "Restore yesterday's backup & sync.",
  });
  expect(page).toContain('<p role="alert">The store &quot;&lt;main&gt;&quot; is damaged.</p>');
  expect(page).toContain('<p>Restore yesterday&#39;s backup &amp; sync.</p>');
  expect(page).toContain('<code>STORE_CORRUPT</code>');
  expect(page).not.toContain('<script');
});

test('only the links of the page are actions', () => {
  expect(
    [
      'app://console/recovery/restart',
      'app://console/recovery/logs',
      'app://console/recovery/quit',
      'app://console/recovery/restart?x',
      'app://console/recovery',
      'app://evil/recovery/restart',
      'app://console/recovery/format',
      'app://console/recovery/restore/console-2026-03-01T03-10-00Z.sqlite',
      'app://console/recovery/restore/..%2Fconsole.sqlite',
      'app://console/recovery/restore/%',
    ].map(recoveryAction),
  ).toEqual([
    'restart',
    'logs',
    'quit',
    undefined,
    undefined,
    undefined,
    undefined,
    { restore: 'console-2026-03-01T03-10-00Z.sqlite' },
    undefined,
    undefined,
  ]);
});

test('backups that read well can be chosen, and are asked about before anything is done', () => {
  const copy = { sizeBytes: 2_400_000, takenAt: '2026-03-01T03:10:00.000Z', kind: 'backup' } as const;
  const failure = {
    code: 'store-corrupt',
    message: 'The store is damaged.',
    remedy: 'Restore a backup.',
    copies: [
      { ...copy, name: 'good.sqlite', state: 'good' },
      { ...copy, name: 'bad.sqlite', state: 'unreadable' },
    ],
  } as const;
  const links = (page: string | undefined) =>
    [...String(page).matchAll(/href="([^"]+)"/g)].map(([, link]) => link);
  expect(links(recoveryPageAt('/recovery', failure))).toEqual([
    'app://console/recovery/confirm/good.sqlite',
    'app://console/recovery/restart',
    'app://console/recovery/logs',
    'app://console/recovery/quit',
  ]);
  const confirm = recoveryPageAt('/recovery/confirm/good.sqlite', failure);
  expect(confirm).toContain('Taken 2026-03-01 03:10 UTC, 2.4 MB');
  expect(links(confirm)).toEqual(['app://console/recovery/restore/good.sqlite', 'app://console/recovery']);
  expect(recoveryPageAt('/recovery/confirm/other.sqlite', failure)).toBeUndefined();
});

test('work shows how far it is, and asks again', () => {
  const page = workPage({ type: 'work', what: 'change-key', done: 30, total: 90 });
  expect(page).toContain('<progress value="33" max="100">');
  expect(page).toContain('http-equiv="refresh"');
  expect(workPage({ type: 'work', what: 'restore', done: 0, total: null })).toContain(
    '<progress></progress>',
  );
});
