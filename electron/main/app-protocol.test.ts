import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answerPageRequest, registerConsoleScheme } from './app-protocol.ts';

let base = '';
let folder = '';
beforeAll(() => {
  base = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
  folder = path.join(base, 'renderer');
  fs.mkdirSync(path.join(folder, 'assets'), { recursive: true });
  fs.mkdirSync(path.join(base, 'renderer-secret'));
  fs.writeFileSync(path.join(base, 'secret.txt'), 'secret');
  fs.writeFileSync(path.join(base, 'renderer-secret', 'key.txt'), 'secret');
  fs.writeFileSync(path.join(folder, 'index.html'), '<meta property="csp-nonce" content="__CSP_NONCE__">');
  fs.writeFileSync(path.join(folder, 'assets', 'app.js'), 'export {}');
});
afterAll(() => fs.rmSync(base, { recursive: true }));

function get(url: string, method = 'GET') {
  return answerPageRequest({ url, method }, { folder });
}

test('the page carries the nonce that its policy names, and a new one each time (SEC-3)', async () => {
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const response = await get('app://console/');
      const [, inPolicy] =
        /'nonce-([^']+)'/.exec(response.headers.get('Content-Security-Policy') ?? '') ?? [];
      expect(await response.text()).toBe(`<meta property="csp-nonce" content="${inPolicy}">`);
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      return inPolicy;
    }),
  );
  expect(new Set(nonces).size).toBe(2);
});

test('a file comes with its type, no sniffing, and the policy that binds a worker', async () => {
  const response = await get('app://console/assets/app.js');
  expect({
    status: response.status,
    body: await response.text(),
    type: response.headers.get('Content-Type'),
    sniff: response.headers.get('X-Content-Type-Options'),
    policy: response.headers.get('Content-Security-Policy')?.startsWith("default-src 'none'"),
  }).toEqual({
    status: 200,
    body: 'export {}',
    type: 'text/javascript; charset=utf-8',
    sniff: 'nosniff',
    policy: true,
  });
});

test.each([
  'app://console/../secret.txt',
  'app://console/%2e%2e/secret.txt',
  'app://console/..%2fsecret.txt',
  'app://console/assets/..%2f..%2fsecret.txt',
  'app://console/..%2frenderer-secret%2fkey.txt',
  'app://console/%2fetc%2fpasswd',
  'app://console/assets',
  'app://console/missing.js',
  'app://evil/index.html',
])('nothing outside of the built renderer is served: %s (SEC-2)', async (url) => {
  const response = await get(url);
  expect([response.status, await response.text()]).toEqual([404, '']);
});

test('other methods and broken addresses are refused (SEC-2)', async () => {
  const responses = [
    await get('app://console/', 'POST'),
    await get('app://console/%E0%A4%A'),
    await get('app://console/a%00b'),
  ];
  expect(responses.map((response) => response.status)).toEqual([405, 400, 400]);
});

test('a page made by main is served like any other', async () => {
  const response = await answerPageRequest(
    { url: 'app://console/recovery', method: 'GET' },
    { folder, ownPage: (pathname) => (pathname === '/recovery' ? '<p>own</p>' : undefined) },
  );
  expect([response.status, await response.text()]).toEqual([200, '<p>own</p>']);
});

test('the scheme never gets round the policy (SEC-2)', () => {
  const registerSchemesAsPrivileged = vi.fn();
  registerConsoleScheme({ registerSchemesAsPrivileged });
  expect(registerSchemesAsPrivileged.mock.calls).toEqual([
    [
      [
        {
          scheme: 'app',
          privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
        },
      ],
    ],
  ]);
});
