import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mustRun } from './run-command.ts';

/** A Debian package as electron-builder asks `fpm` for one: what is said of it, and which file goes where. */
export type DebianPackage = {
  readonly outputFile: string;
  readonly compression: string;
  readonly control: string;
  readonly scripts: { readonly [name: string]: string };
  readonly contents: readonly { readonly from: string; readonly to: string }[];
};

const COMPRESSIONS: { readonly [asked: string]: string } = {
  gz: 'gzip',
  xz: 'xz',
  zst: 'zstd',
  none: 'none',
};
const TEXT = { type: 'string' } as const;
const OPTIONS = {
  'input-type': { ...TEXT, short: 's' },
  'output-type': { ...TEXT, short: 't' },
  depends: { ...TEXT, short: 'd', multiple: true },
  'deb-recommends': { ...TEXT, multiple: true },
  'deb-compression': TEXT,
  'deb-priority': TEXT,
  force: { type: 'boolean' },
  architecture: TEXT,
  'after-install': TEXT,
  'after-remove': TEXT,
  description: TEXT,
  version: TEXT,
  package: TEXT,
  name: TEXT,
  maintainer: TEXT,
  vendor: TEXT,
  url: TEXT,
  license: TEXT,
} as const;

/** An option that fpm has and this has not is refused, so that nothing that was asked for is left out unseen. */
export function debianPackageOf(args: readonly string[]): DebianPackage {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  if (values['input-type'] !== 'dir' || values['output-type'] !== 'deb') {
    throw new Error('Only a Debian package is made here, of files.');
  }
  const asked = values['deb-compression'] ?? 'xz';
  const compression = COMPRESSIONS[asked];
  if (compression === undefined) throw new Error(`dpkg-deb knows no compression ${asked}.`);
  return {
    outputFile: needed(values.package, 'package'),
    compression,
    control: controlOf({
      Package: needed(values.name, 'name'),
      Version: needed(values.version, 'version'),
      Architecture: needed(values.architecture, 'architecture'),
      Maintainer: needed(values.maintainer, 'maintainer'),
      Section: 'default',
      Priority: values['deb-priority'] ?? 'optional',
      Homepage: values.url,
      License: values.license,
      Vendor: values.vendor,
      Depends: values.depends?.join(', '),
      Recommends: values['deb-recommends']?.join(', '),
      Description: descriptionOf(needed(values.description, 'description')),
    }),
    scripts: {
      postinst: needed(values['after-install'], 'after-install'),
      postrm: needed(values['after-remove'], 'after-remove'),
    },
    contents: positionals.map(contentOf),
  };
}

/** Builds it with Debian's own tool, beside where it goes, so that files need only be linked. */
export async function buildDebianPackage(wanted: DebianPackage): Promise<void> {
  const staging = fs.mkdtempSync(`${wanted.outputFile}.unfinished-`);
  fs.chmodSync(staging, 0o755);
  try {
    for (const { from, to } of wanted.contents) await place(from, path.join(staging, to));
    const about = path.join(staging, 'DEBIAN');
    const { checksums, installedKilobytes } = describeFiles(staging);
    fs.mkdirSync(about, { mode: 0o755 });
    fs.writeFileSync(path.join(about, 'control'), `${wanted.control}Installed-Size: ${installedKilobytes}\n`);
    fs.writeFileSync(path.join(about, 'md5sums'), checksums);
    for (const [name, script] of Object.entries(wanted.scripts)) {
      fs.copyFileSync(script, path.join(about, name));
      fs.chmodSync(path.join(about, name), 0o755);
    }
    const how = ['--root-owner-group', `-Z${wanted.compression}`];
    await mustRun('dpkg-deb', [...how, '--build', staging, wanted.outputFile]);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

/** `from/=to` is all that lies in a folder, `from=to` one file under another name. */
function contentOf(mapping: string): { from: string; to: string } {
  const at = mapping.lastIndexOf('=');
  const [from, to] = [mapping.slice(0, at), mapping.slice(at + 1)];
  if (at <= 0 || !to.startsWith('/')) throw new Error(`${mapping} says of no file where it goes.`);
  return { from, to };
}

async function place(from: string, to: string): Promise<void> {
  const isFolder = from.endsWith('/');
  fs.mkdirSync(isFolder ? to : path.dirname(to), { recursive: true, mode: 0o755 });
  if (isFolder) await mustRun('cp', ['--archive', '--link', `${from}.`, to]);
  else fs.copyFileSync(from, to);
}

function describeFiles(staging: string): { checksums: string; installedKilobytes: number } {
  const files = fs
    .readdirSync(staging, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.lstatSync(path.join(staging, name)).isFile())
    .toSorted();
  const lines = files.map((name) => {
    const md5 = createHash('md5')
      .update(fs.readFileSync(path.join(staging, name)))
      .digest('hex');
    return `${md5}  ${name}\n`;
  });
  const sizeBytes = files.reduce((sum, name) => sum + fs.statSync(path.join(staging, name)).size, 0);
  return { checksums: lines.join(''), installedKilobytes: Math.ceil(sizeBytes / 1024) };
}

function controlOf(fields: { readonly [field: string]: string | undefined }): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([field, value]) => `${field}: ${value}\n`)
    .join('');
}

/** The first line stands alone; those below it begin with a space, and an empty one is a dot. */
function descriptionOf(text: string): string {
  const [first = '', ...rest] = text.split('\n').map((line) => line.trim());
  return [first, ...rest.map((line) => ` ${line === '' ? '.' : line}`)].join('\n');
}

function needed(value: string | undefined, option: string): string {
  if (value !== undefined && value !== '') return value;
  throw new Error(`--${option} is missing.`);
}
