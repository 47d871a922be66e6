import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { TestServer } from '../../testing/test-server.ts';

test('what the server keeps of a code is its hash', async () => {
  const server = await TestServer.start();
  const code = await server.siteCode('AUR');
  const digits = code.replaceAll('-', '');
  const files = fs.readdirSync(server.folder).filter((name) => name.startsWith('server.sqlite'));
  const kept = files.map((name) => fs.readFileSync(path.join(server.folder, name), 'latin1')).join('');
  await server.stop();
  expect([kept.includes(code), kept.includes(digits), kept.includes('Meridian Lines')]).toEqual([
    false,
    false,
    true,
  ]);
});
