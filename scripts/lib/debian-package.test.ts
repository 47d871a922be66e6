import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildDebianPackage, debianPackageOf } from './debian-package.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fairlead-deb-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string, mode = 0o644): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode });
  return file;
}

const SHORT =
  '-s dir --force -t deb -d libgtk-3-0 -d libnss3 --deb-recommends libappindicator3-1 --deb-compression gz ' +
  '--architecture amd64 --version 1.2.0 --name fairlead --vendor Fairlead --url https://fairlead.example ' +
  '--deb-priority optional';

/** As electron-builder asks for one. */
function asked(...more: string[]): string[] {
  write('program/fairlead', 'program', 0o755);
  const long = {
    'after-install': write('install.sh', 'echo in'),
    'after-remove': write('remove.sh', 'echo out'),
    description: 'Console\n Works without a link\n\n and with one',
    maintainer: 'Fairlead <office@fairlead.example>',
    package: path.join(folder, 'out.deb'),
  };
  return [
    ...SHORT.split(' '),
    ...Object.entries(long).flatMap(([option, value]) => [`--${option}`, value]),
    ...more,
    `${folder}/program/=/opt/Fairlead`,
    `${write('package-type', 'deb\n')}=/opt/Fairlead/resources/package-type`,
  ];
}

test.runIf(process.platform === 'linux')(
  'a Debian package says of itself what was asked for, and has every file in its place',
  async () => {
    await buildDebianPackage(debianPackageOf(asked()));
    const file = path.join(folder, 'out.deb');
    const run = (...args: string[]) => execFileSync('dpkg-deb', args, { encoding: 'utf8' });
    expect(run('--field', file)).toBe(
      [
        'Package: fairlead',
        'Version: 1.2.0',
        'Architecture: amd64',
        'Maintainer: Fairlead <office@fairlead.example>',
        'Section: default',
        'Priority: optional',
        'Homepage: https://fairlead.example',
        'Vendor: Fairlead',
        'Depends: libgtk-3-0, libnss3',
        'Recommends: libappindicator3-1',
        'Description: Console',
        ' Works without a link',
        ' .',
        ' and with one',
        'Installed-Size: 1',
        '',
      ].join('\n'),
    );
    const listed = run('--contents', file).trimEnd().split('\n');
    expect(listed.map((line) => line.replace(/^(\S+) (\S+) .* (\S+)$/, '$1 $2 $3'))).toEqual([
      'drwxr-xr-x root/root ./',
      'drwxr-xr-x root/root ./opt/',
      'drwxr-xr-x root/root ./opt/Fairlead/',
      '-rwxr-xr-x root/root ./opt/Fairlead/fairlead',
      'drwxr-xr-x root/root ./opt/Fairlead/resources/',
      '-rw-r--r-- root/root ./opt/Fairlead/resources/package-type',
    ]);
    run('--control', file, path.join(folder, 'about'));
    const about = (name: string) => fs.readFileSync(path.join(folder, 'about', name), 'utf8');
    expect({ scripts: [about('postinst'), about('postrm')], sums: about('md5sums') }).toEqual({
      scripts: ['echo in', 'echo out'],
      sums: [
        'a9c449d4fa44e9e5a41c574ae55ce4d9  opt/Fairlead/fairlead\n',
        'b8ba6beac0a979e5ff8786f3b9c1146d  opt/Fairlead/resources/package-type\n',
      ].join(''),
    });
    expect(fs.readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  },
);

test('what fpm could do and this can’t is refused, not left out', () => {
  expect(() => debianPackageOf(asked('--before-install', 'x'))).toThrow('--before-install');
  expect(() => debianPackageOf(asked('-t', 'rpm'))).toThrow('Only a Debian package');
  expect(() => debianPackageOf(asked('--deb-compression', 'bzip2'))).toThrow('bzip2');
  expect(() => debianPackageOf(asked('nowhere'))).toThrow('nowhere');
});
