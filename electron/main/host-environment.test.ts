import { expect, test } from 'vitest';
import { hostEnvironment } from './host-environment.ts';

test('the host gets what it needs of the environment, and the data folder of this console (UP-1)', () => {
  const env = {
    PATH: '/usr/bin',
    Path: 'C:\\Windows',
    LC_ALL: 'nb_NO.UTF-8',
    FAIRLEAD_SQLITE_NATIVE: '/cache/better_sqlite3.node',
    FAIRLEAD_DATA_DIR: 'relative/folder',
    FAIRLEAD_STORE_KEY: 'a key that only main may hold',
    FAIRLEAD_STORE_KEY_FILE: '/etc/fairlead/key',
    NODE_OPTIONS: '--require /evil/evil.js',
    ELECTRON_RUN_AS_NODE: '1',
    LD_PRELOAD: '/evil/evil.so',
    AWS_SECRET_ACCESS_KEY: 'secret',
    HOME: undefined,
  };
  expect(hostEnvironment(env, { FAIRLEAD_DATA_DIR: '/srv/aurora', FAIRLEAD_VERSION: '1.2.3' })).toEqual({
    PATH: '/usr/bin',
    Path: 'C:\\Windows',
    LC_ALL: 'nb_NO.UTF-8',
    FAIRLEAD_SQLITE_NATIVE: '/cache/better_sqlite3.node',
    FAIRLEAD_STORE_KEY_FILE: '/etc/fairlead/key',
    FAIRLEAD_DATA_DIR: '/srv/aurora',
    FAIRLEAD_VERSION: '1.2.3',
  });
});
