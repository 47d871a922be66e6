import { z } from 'zod';
import {
  RELEASE_CHANNELS,
  type ReleaseChannel,
  type ReleaseFeed,
  ReleaseFile,
  ReleaseVersion,
} from '#shared/kernel/release-feed.ts';
import { updateError } from './errors.ts';

/** Where a feed of one platform begins after its channel, by what a file's name ends with. */
const PLATFORMS = [
  { ends: /arm64\.(AppImage|deb)$/, suffix: '-linux-arm64' },
  { ends: /\.(AppImage|deb)$/, suffix: '-linux' },
  { ends: /\.(zip|dmg)$/, suffix: '-mac' },
  { ends: /\.exe$/, suffix: '' },
] as const;

export const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/;
const FEED_NAME = /^(latest|early)(-linux-arm64|-linux|-mac|)\.yml$/;

/** `release.json` beside the files of a release. */
export const Release = z.object({
  version: ReleaseVersion,
  channel: z.enum(RELEASE_CHANNELS),
  publishedAt: z.string(),
  notes: z.string(),
  stagingPercentage: z.int().min(0).max(100),
  /** No console is told of it any more. Who has it keeps it: only a higher version takes its place. */
  pulledAt: z.string().nullable(),
  files: z.array(ReleaseFile.omit({ url: true }).extend({ name: z.string().regex(FILE_NAME) })).min(1),
});
export type Release = z.infer<typeof Release>;
export type PublishedFile = Release['files'][number];

export function platformOf(fileName: string): string {
  const found = PLATFORMS.find(({ ends }) => ends.test(fileName));
  if (found !== undefined && FILE_NAME.test(fileName)) return found.suffix;
  throw updateError('no-program', { file: fileName });
}

/** Which feed a name asks for; undefined for what is none. */
export function feedAsked(
  name: string,
): { readonly channel: ReleaseChannel; readonly platform: string } | undefined {
  const [, channel, platform] = FEED_NAME.exec(name) ?? [];
  if (channel === undefined || platform === undefined) return undefined;
  return { channel: channel === 'early' ? 'early' : 'latest', platform };
}

/**
 * The feed of a platform: the highest release that stands and has a file for it. Who follows the early channel
 * gets what is there for all as well, when it is newer. `releases` are in order, highest first.
 */
export function feedOf(
  releases: readonly Release[],
  asked: { readonly channel: ReleaseChannel; readonly platform: string },
): (ReleaseFeed & { path: string; sha512: string }) | undefined {
  for (const release of releases) {
    if (release.pulledAt !== null) continue;
    if (release.channel === 'early' && asked.channel !== 'early') continue;
    const files = release.files
      .filter(({ name }) => platformOf(name) === asked.platform)
      .map(({ name, ...file }) => ({ url: `${release.version}/${name}`, ...file }));
    const [first] = files;
    if (first === undefined) continue;
    const { version, publishedAt, notes, stagingPercentage } = release;
    return {
      version,
      files,
      // Older updaters read these two instead of the files.
      path: first.url,
      sha512: first.sha512,
      releaseDate: publishedAt,
      releaseNotes: notes,
      stagingPercentage,
    };
  }
  return undefined;
}
