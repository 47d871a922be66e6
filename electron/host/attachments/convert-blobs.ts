import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFile, syncFolderOf } from '../store/durable.ts';
import { wipeFile } from '../store/encryption/wipe-file.ts';
import type { Steps } from '../workers/job.ts';
import { blobFolder, hashOf } from './blob-store.ts';
import { type ByteFormat, plainFormat } from './byte-format.ts';
import { sealedFormat } from './sealed-format.ts';

export type ConvertBlobs = {
  readonly dataFolder: string;
  readonly blobKeyHex: string;
  /** The format that all files are to have. */
  readonly to: 'sealed' | 'plain';
};

export type BlobsConverted = {
  readonly converted: number;
  /** Files that are not what their name says, or under another key: left as they are. */
  readonly leftAlone: number;
};

const COPIED_AT_ONCE_BYTES = 1024 * 1024;
const NAME = /^([0-9a-f]{64})(\.part)?(\.sealed)?$/;

/**
 * Brings every attachment into the format that belongs to the store: encrypted with it, or plain with it. Each
 * is there under one name or the other at every moment. What is half arrived in the other format comes again.
 */
export async function convertBlobs(
  { step }: Steps,
  { dataFolder, blobKeyHex, to }: ConvertBlobs,
): Promise<BlobsConverted> {
  const sealed = sealedFormat(Buffer.from(blobKeyHex, 'hex'));
  const [from, into] = to === 'sealed' ? [plainFormat, sealed] : [sealed, plainFormat];
  const files = filesOf(blobFolder(dataFolder)).filter(({ suffix }) => suffix === from.suffix);
  let converted = 0;
  let leftAlone = 0;
  for (const [done, { file, sha256, isPart }] of files.entries()) {
    step({ done, total: files.length });
    if (isPart) wipeFile(file);
    else if (await convert({ file, sha256 }, from, into)) converted += 1;
    else leftAlone += 1;
  }
  return { converted, leftAlone };
}

async function convert(
  { file, sha256 }: { file: string; sha256: string },
  from: ByteFormat,
  into: ByteFormat,
): Promise<boolean> {
  if (from.sealedBytes(file, sha256) === undefined || (await hashOf(from, file)) !== sha256) return false;
  const target = path.join(path.dirname(file), sha256 + into.suffix);
  if (into.sealedBytes(target, sha256) === undefined) {
    const draft = `${target}.draft`;
    rmSync(draft, { force: true });
    into.create(draft);
    for (let offset = 0; ; offset += COPIED_AT_ONCE_BYTES) {
      const bytes = from.read(file, offset, COPIED_AT_ONCE_BYTES);
      into.append(draft, bytes);
      if (bytes.length < COPIED_AT_ONCE_BYTES) break;
    }
    into.seal(draft, sha256);
    syncFile(draft);
    renameSync(draft, target);
    syncFolderOf(target);
  }
  // Of an encrypted file nothing is left to be read.
  if (from.suffix === '') wipeFile(file);
  else rmSync(file);
  return true;
}

function filesOf(folder: string) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((prefix) =>
    /^[0-9a-f]{2}$/.test(prefix) ? namedIn(path.join(folder, prefix)) : [],
  );
}

function namedIn(folder: string) {
  return readdirSync(folder).flatMap((name) => {
    const [, sha256, part, suffix = ''] = NAME.exec(name) ?? [];
    if (sha256 === undefined) return [];
    return [{ file: path.join(folder, name), sha256, isPart: part !== undefined, suffix }];
  });
}
