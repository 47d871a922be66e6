import { createHash, createPublicKey, verify } from 'node:crypto';
import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { compareVersions, ReleaseFeed, signedReleaseText } from '#shared/kernel/release-feed.ts';
import { type MainWord, say } from '../words.ts';

/** What stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Thrown for a release that must not be installed, with what a person is told. */
export class ReleaseRefused extends Error {
  override readonly name = 'ReleaseRefused';

  constructor(why: MainWord & `update.${string}`) {
    super(say(why));
  }
}

/**
 * The feed, if every file in it was signed by the publisher as this very version, and the version is newer than
 * ours (UPD-2). Nothing was fetched yet.
 */
export function trustedFeed(
  info: unknown,
  { keys, ownVersion }: { keys: readonly string[]; ownVersion: string },
): ReleaseFeed {
  const parsed = ReleaseFeed.safeParse(info);
  if (!parsed.success) throw new ReleaseRefused('update.incomplete');
  const feed = parsed.data;
  for (const { sha512, signature } of feed.files) {
    if (!isSigned({ sha512, version: feed.version, signature }, keys)) {
      throw new ReleaseRefused('update.not-signed');
    }
  }
  if (compareVersions(feed.version, ownVersion) <= 0) {
    throw new ReleaseRefused('update.not-newer');
  }
  return feed;
}

/** Compares the bytes that lie on the disk with what was signed. */
export async function assertSigned(file: string, feed: ReleaseFeed, keys: readonly string[]): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(fs.createReadStream(file), hash);
  const sha512 = hash.digest('base64');
  const signed = feed.files.find((one) => one.sha512 === sha512);
  const { version } = feed;
  if (signed !== undefined && isSigned({ sha512, version, signature: signed.signature }, keys)) return;
  throw new ReleaseRefused('update.other-file');
}

function isSigned(
  { sha512, version, signature }: { sha512: string; version: string; signature: string },
  keys: readonly string[],
): boolean {
  const text = Buffer.from(signedReleaseText({ sha512, version }), 'utf8');
  return keys.some((hex) => {
    const der = Buffer.concat([SPKI_PREFIX, Buffer.from(hex, 'hex')]);
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return verify(null, text, key, Buffer.from(signature, 'hex'));
  });
}
