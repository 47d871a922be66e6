import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { Platform } from 'electron-builder';
import { z } from 'zod';
import { electronTooOld, latestElectron } from './lib/electron-age.ts';
import { packageConsole } from './lib/package-console.ts';
import { inProject } from './lib/project.ts';
import { triedElectron } from './lib/tried-electron.ts';

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
if (!values.tried) await refuseOldElectron();
const wanted = [
  ...(values.linux ? [Platform.LINUX] : []),
  ...(values.win ? [Platform.WINDOWS] : []),
  ...(values.mac ? [Platform.MAC] : []),
];
if (values.tried && (values.win || values.mac)) throw new Error('Only Linux packages can be tried.');

const { artifacts, problems } = await packageConsole({
  platforms: wanted.length > 0 ? wanted : [Platform.current()],
  updateKeys,
  ...(values.dir ? { targets: ['dir'] } : {}),
  ...(values.tried ? { tried: await triedElectron(console.log) } : {}),
});
for (const artifact of artifacts) console.log(artifact);
for (const problem of problems) console.error(problem);
// electron-builder's own hook ends the process with 0 whatever `process.exitCode` says.
if (problems.length > 0) process.exit(1);

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
