import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isDomainError } from '#shared/kernel/errors.ts';
import { parseCommandLine } from './command-line.ts';

function refusalOf(args: string[], environment: { [name: string]: string } = {}): string {
  try {
    parseCommandLine(args, environment);
    return 'accepted';
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return error.message;
  }
}

test('without anything it serves the embedded database to this machine, with no private port', () => {
  expect(parseCommandLine([], {})).toEqual({
    command: 'serve',
    json: false,
    database: {
      dataFolder: path.resolve('data/server'),
      postgresUrl: undefined,
      connectionsMax: 10,
      organisationId: undefined,
    },
    settings: {
      host: '127.0.0.1',
      port: 7430,
      tls: undefined,
      trustedProxies: undefined,
      admin: undefined,
      metricsToken: undefined,
      connectionsMax: 1e4,
      drainMs: 0,
      updatesFolder: path.resolve('data/server/updates'),
      delivery: {},
      logLevel: 'info',
      limits: {
        requestsPerMinutePerAddress: 3e3,
        requestsPerMinutePerDevice: 600,
      },
    },
  });
});

test('an option goes before its variable, and the variable before the file it may be in', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-settings-')), 'url');
  fs.writeFileSync(file, 'postgres://in-file/x\n');
  const databaseOf = (args: string[], environment: { [name: string]: string }) => {
    const line = parseCommandLine(args, environment);
    return 'database' in line ? line.database.postgresUrl : undefined;
  };
  const inFile = { FAIRLEAD_SERVER_DATABASE_FILE: file };
  const inVariable = { ...inFile, FAIRLEAD_SERVER_DATABASE: 'postgres://in-variable/x' };
  expect([
    databaseOf([], inFile),
    databaseOf([], inVariable),
    databaseOf(['--database', 'postgresql://in-option/x'], inVariable),
  ]).toEqual(['postgres://in-file/x', 'postgres://in-variable/x', 'postgresql://in-option/x']);
  fs.rmSync(path.dirname(file), { recursive: true });
});

test.each([
  [['--port', '70000'], {}, '--port must be a number from 0 to 65535.'],
  [[], { FAIRLEAD_SERVER_PORT: 'seven' }, 'FAIRLEAD_SERVER_PORT must be a number from 0 to 65535.'],
  [[], { FAIRLEAD_SERVER_DATABASE: 'mysql://x' }, 'FAIRLEAD_SERVER_DATABASE must be a postgres:// address.'],
  [
    [],
    { FAIRLEAD_SERVER_METRICS_TOKEN: 'short' },
    'FAIRLEAD_SERVER_METRICS_TOKEN must be at least 16 characters.',
  ],
  [['--log-level', 'loud'], {}, '--log-level must be one of trace, debug, info, warn, error, silent.'],
  [
    ['--tls-cert', 'c.pem'],
    {},
    '--tls-key (FAIRLEAD_SERVER_TLS_KEY) is missing: TLS needs both certificate and key.',
  ],
  [['--connections', '0'], {}, '--connections must be a number from 1 to 1000000.'],
  [['backup'], {}, '--to is missing.'],
  [['move', '--device', 'd'], {}, '--site is missing.'],
  [['health'], {}, 'There is no private port to ask: give --admin-port or FAIRLEAD_SERVER_ADMIN_PORT.'],
  [['serve', 'init'], {}, 'There is one command at a time, not serve init.'],
])('%j with %j is refused by name', (args, environment, message) => {
  expect(refusalOf(args, environment)).toBe(message);
});

test('a file of a secret that can’t be read is named by its variable', () => {
  expect(refusalOf([], { FAIRLEAD_SERVER_METRICS_TOKEN_FILE: '/nowhere/token' })).toMatch(
    /^FAIRLEAD_SERVER_METRICS_TOKEN_FILE names a file that can't be read: ENOENT/,
  );
});

test('a secret is no option: arguments are seen by every user of the machine', () => {
  expect(refusalOf(['--metrics-token', 'sixteen-characters'])).toMatch(/Unknown option '--metrics-token'/);
});
