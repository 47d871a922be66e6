import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LogFile } from './log-file.ts';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'logs-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function content(): Record<string, string> {
  return Object.fromEntries(
    fs.readdirSync(folder).map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]),
  );
}

test('one file a process and day, one JSON line an event (CR-3)', () => {
  let now = new Date('2026-11-21T23:59:59Z');
  const log = new LogFile({ folder, process: 'main', now: () => now });
  log.write('info', 'host-ready', { startMs: 12 });
  now = new Date('2026-11-22T00:00:01Z');
  log.writeLine('{"event":"from the host"}');
  log.close();
  expect(content()).toEqual({
    'main-2026-11-21.log':
      '{"time":"2026-11-21T23:59:59.000Z","level":"info","event":"host-ready","startMs":12}\n',
    'main-2026-11-22.log': '{"event":"from the host"}\n',
  });
});

test('a day has a limit, also over restarts of the program', () => {
  const options = { folder, process: 'host', now: () => new Date('2026-11-21T12:00:00Z'), bytesMax: 30 };
  const first = new LogFile(options);
  first.writeLine('x'.repeat(20));
  first.close();
  const second = new LogFile(options);
  for (const line of ['y'.repeat(20), 'lost', 'lost']) second.writeLine(line);
  second.close();
  expect(content()).toEqual({
    'host-2026-11-21.log': `${'x'.repeat(20)}\n{"event":"log-full-for-today"}\n`,
  });
});

test('files of old days are removed, those of other processes are not', () => {
  for (const day of ['01', '02', '03']) fs.writeFileSync(path.join(folder, `main-2026-11-${day}.log`), '');
  fs.writeFileSync(path.join(folder, 'host-2026-11-01.log'), '');
  const log = new LogFile({
    folder,
    process: 'main',
    now: () => new Date('2026-11-04T00:00:00Z'),
    daysMax: 2,
  });
  log.write('info', 'started');
  log.close();
  expect(Object.keys(content()).sort()).toEqual([
    'host-2026-11-01.log',
    'main-2026-11-03.log',
    'main-2026-11-04.log',
  ]);
});
