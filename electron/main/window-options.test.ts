import { expect, test } from 'vitest';
import { consoleWindowOptions } from './window-options.ts';

test('a page gets no Node, no privileges and no way round the sandbox (SEC-1)', () => {
  const { webPreferences } = consoleWindowOptions(
    '/app/preload.cjs',
    { width: 1280, height: 800 },
    '#000000',
  );
  expect(webPreferences).toEqual({
    preload: '/app/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    disableBlinkFeatures: 'Auxclick',
    spellcheck: false,
    autoplayPolicy: 'no-user-gesture-required',
  });
});
