import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { z } from 'zod';
import { builderConfig, PRODUCT } from './lib/builder-config.ts';
import { checkPackage } from './lib/check-package.ts';
import { PREPARED_ELECTRON_VERSION, preparedDistribution } from './lib/electron-package.ts';
import { electronTooOld, latestElectron } from './lib/electron-age.ts';
import { executableIn } from './lib/fuses.ts';
import { inProject, projectRoot } from './lib/project.ts';

/**
 * `npm run package`: builds what people install, from what `npm run build` has built. `--dir` leaves it unpacked;
 * `--tried` takes the Electron prepared for tests, where the official one can't be fetched, and is never shipped.
 */
const Keys = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((key) => key !== ''))
  .pipe(
    z.array(
      z.string().regex(/^[0-9a-f]{64}$/, 'FAIRLEAD_UPDATE_KEYS holds keys as `signing-key` prints them.'),
    ),
  );

const { values } = parseArgs({
  options: {
    dir: { type: 'boolean', default: false },
    tried: { type: 'boolean', default: false },
    linux: { type: 'boolean', default: false },
    win: { type: 'boolean', default: false },
    mac: { type: 'boolean', default: false },
  },
});

if (!fs.existsSync(inProject('out', 'main', 'index.js'))) throw new Error('Run `npm run build` first.');
const updateKeys = Keys.parse(process.env['FAIRLEAD_UPDATE_KEYS']);
if (updateKeys.length === 0) console.warn('No FAIRLEAD_UPDATE_KEYS: what is built does not update itself.');
const tried = values.tried ? triedElectron() : undefined;
if (tried === undefined) await refuseOldElectron();
const platforms = [
  ...(values.linux ? [Platform.LINUX] : []),
  ...(values.win ? [Platform.WINDOWS] : []),
  ...(values.mac ? [Platform.MAC] : []),
];
const wanted = platforms.length > 0 ? platforms : [Platform.current()];

const artifacts = await build({
  projectDir: projectRoot,
  targets: new Map(
    wanted.flatMap((platform) => [...platform.createTarget(values.dir ? 'dir' : null).entries()]),
  ),
  config: builderConfig({ updateKeys, ...(tried === undefined ? {} : { tried }) }),
  publish: 'never',
});
for (const artifact of artifacts) console.log(artifact);
if (wanted.includes(Platform.LINUX)) {
  const folder = inProject('dist', 'linux-unpacked');
  const problems = await checkPackage(folder, executableIn(folder, 'linux', PRODUCT), {
    isStrict: tried === undefined,
  });
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** Where nobody can be asked, a person has to know. */
async function refuseOldElectron(): Promise<void> {
  const manifest: unknown = JSON.parse(
    fs.readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8'),
  );
  const { version } = z.object({ version: z.string() }).parse(manifest);
  const latest = await latestElectron();
  if (latest === undefined) console.warn(`Whether Electron ${version} still gets fixes could not be asked.`);
  const problem = latest === undefined ? undefined : electronTooOld(version, latest);
  if (problem !== undefined) throw new Error(problem);
}

function triedElectron(): { folder: string; version: string } {
  const folder = preparedDistribution();
  if (folder === undefined) throw new Error('Run `npm run electron:prepare` first.');
  return { folder, version: PREPARED_ELECTRON_VERSION };
}
