import { expect, test } from 'vitest';
import { recoveryAction, recoveryPage } from './recovery-page.ts';

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
    ].map(recoveryAction),
  ).toEqual(['restart', 'logs', 'quit', undefined, undefined, undefined, undefined]);
});
