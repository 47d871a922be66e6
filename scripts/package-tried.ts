import fs from 'node:fs';
import { Platform } from 'electron-builder';
import { makeSigningKey } from '#sync-server/updates/signing-key.ts';
import { packageConsole } from './lib/package-console.ts';
import { prepareSqliteForElectron } from './lib/sqlite-native.ts';
import { triedElectron } from './lib/tried-electron.ts';
import { TRIED_RELEASES } from './lib/tried-releases.ts';

/** Packages what the end-to-end tests of packages and updates start, in the Electron prepared for tests. */
const { folder, keyFile, first, next } = TRIED_RELEASES;
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
const updateKeys = [makeSigningKey(keyFile)];
const tried = await triedElectron(console.log);
await prepareSqliteForElectron(console.log);

const found: string[] = [];
for (const [programVersion, targets] of [
  [first, ['AppImage', 'deb']],
  [next, ['AppImage']],
] as const) {
  const { artifacts, problems } = await packageConsole({
    platforms: [Platform.LINUX],
    targets,
    updateKeys,
    tried: { ...tried, programVersion },
  });
  for (const artifact of artifacts) console.log(artifact);
  found.push(...problems);
}
for (const problem of found) console.error(problem);
// electron-builder's own hook ends the process with 0 whatever `process.exitCode` says.
if (found.length > 0) process.exit(1);
