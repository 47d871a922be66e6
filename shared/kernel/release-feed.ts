import { z } from 'zod';

/**
 * What a console is told of the newest release: `/updates/latest-linux.yml` and its like. The form is
 * electron-updater's, written as JSON, which is YAML too; `signature` is ours (docs/decisions/updates.md).
 */
export const RELEASE_CHANNELS = ['latest', 'early'] as const;
export type ReleaseChannel = (typeof RELEASE_CHANNELS)[number];

const VERSION = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})(?:-([a-z]{1,10})\.(\d{1,5}))?$/;
export const ReleaseVersion = z.string().regex(VERSION, 'A version such as 1.4.0 or 1.5.0-beta.2.');

/** SHA-512 in base64, as electron-updater compares it. */
const Sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/);
/** Ed25519, as hex. */
export const ReleaseSignature = z.string().regex(/^[0-9a-f]{128}$/);

export const ReleaseFile = z.object({
  /** Relative to the feed. */
  url: z.string().max(300),
  sha512: Sha512,
  size: z.int().positive(),
  /** Bytes of the block map at the end of an AppImage: with it only what changed is fetched. */
  blockMapSize: z.int().positive().optional(),
  signature: ReleaseSignature,
});
export type ReleaseFile = z.infer<typeof ReleaseFile>;

export const ReleaseFeed = z.object({
  version: ReleaseVersion,
  files: z.array(ReleaseFile).min(1).max(20),
  releaseDate: z.string(),
  releaseNotes: z.string().max(20_000),
  stagingPercentage: z.int().min(0).max(100),
});
export type ReleaseFeed = z.infer<typeof ReleaseFeed>;

/** What a publisher signs. With the version in it, an older release can't be passed off as a newer one. */
export function signedReleaseText({ sha512, version }: { sha512: string; version: string }): string {
  return `${sha512}-${version}`;
}

/** Negative when `a` is older. Throws for what is no version. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [orderOf(a), orderOf(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** As a text in whose order versions come. A pre-release comes before its release: `~` is after every letter. */
function orderOf(version: string): string {
  const [, major, minor, patch, stage = '~', number = ''] = VERSION.exec(ReleaseVersion.parse(version)) ?? [];
  const padded = [major, minor, patch].map((part) => String(part).padStart(5, '0'));
  return [...padded, stage, number.padStart(5, '0')].join(' ');
}

/** The name of the feed that a console of this kind follows. */
export function feedName(channel: ReleaseChannel, platform: string, architecture: string): string {
  if (platform === 'darwin') return `${channel}-mac.yml`;
  if (platform !== 'linux') return `${channel}.yml`;
  return architecture === 'x64' ? `${channel}-linux.yml` : `${channel}-linux-${architecture}.yml`;
}
