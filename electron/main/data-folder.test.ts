import { expect, test } from 'vitest';
import { findDataFolder } from './data-folder.ts';

const sources = { env: {}, args: [], homeFolder: '/home/mate', platform: 'linux' } as const;

test('the folder comes from the variable, else from the profile, else it is the main one', () => {
  expect([
    findDataFolder({ ...sources, env: { FAIRLEAD_DATA_DIR: '/srv/aurora' }, args: ['--profile=office'] }),
    findDataFolder({ ...sources, args: ['/app', '--profile=office'] }),
    findDataFolder({ ...sources, args: [] }),
    findDataFolder({ ...sources, args: [], env: { XDG_DATA_HOME: '/data' } }),
  ]).toEqual([
    '/srv/aurora',
    '/home/mate/.local/share/fairlead/office',
    '/home/mate/.local/share/fairlead/main',
    '/data/fairlead/main',
  ]);
});

test.each(['../other', '', 'Main', '-x', 'a/b', 'x'.repeat(41)])('%j is no name for a profile', (profile) => {
  expect(() => findDataFolder({ ...sources, args: [`--profile=${profile}`] })).toThrow(/profile's name/);
});
