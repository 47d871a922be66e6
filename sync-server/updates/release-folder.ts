import fs from 'node:fs';
import path from 'node:path';
import { compareVersions, ReleaseVersion } from '#shared/kernel/release-feed.ts';
import { updateError } from './errors.ts';
import { Release } from './release.ts';

const ABOUT = 'release.json';

/** Releases as folders, one a version: the files that consoles fetch, and `release.json`. Highest first. */
export function listReleases(folder: string): readonly Release[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && ReleaseVersion.safeParse(entry.name).success)
    .map((entry) => Release.parse(JSON.parse(fs.readFileSync(path.join(folder, entry.name, ABOUT), 'utf8'))))
    .toSorted((a, b) => compareVersions(b.version, a.version));
}

export function mustFindRelease(folder: string, version: string): Release {
  const release = listReleases(folder).find((one) => one.version === version);
  if (release !== undefined) return release;
  throw updateError('version-not-published', { version });
}

/** Puts a whole release in its place at once: a console never meets half of one. */
export function addRelease(folder: string, release: Release, sources: readonly string[]): void {
  const draft = path.join(folder, `.${release.version}.part`);
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true });
  for (const source of sources) fs.copyFileSync(source, path.join(draft, path.basename(source)));
  fs.writeFileSync(path.join(draft, ABOUT), JSON.stringify(release, undefined, 2));
  fs.renameSync(draft, path.join(folder, release.version));
}

export function changeRelease(folder: string, release: Release): void {
  const file = path.join(folder, release.version, ABOUT);
  fs.writeFileSync(`${file}.part`, JSON.stringify(release, undefined, 2));
  fs.renameSync(`${file}.part`, file);
}
