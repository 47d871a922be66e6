import fs from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { compareVersions, type ReleaseChannel, ReleaseSignature } from '#shared/kernel/release-feed.ts';
import { updateError } from './errors.ts';
import { type PublishedFile, platformOf, type Release } from './release.ts';
import { addRelease, changeRelease, listReleases, mustFindRelease } from './release-folder.ts';
import { sha512Of } from './sha512-of.ts';
import { readSigningKey, signRelease } from './signing-key.ts';

const NOTES_CHARACTERS_MAX = 20_000;
const BLOCK_MAP_BYTES_MAX = 64 * 1024 * 1024;

export type PublishRequest = {
  readonly folder: string;
  readonly version: string;
  readonly files: readonly string[];
  readonly channel: ReleaseChannel;
  /** Of the consoles, by chance, that are told of it. */
  readonly stagingPercentage: number;
  readonly notesFile: string | undefined;
  /** Absent: each file was signed where the key is kept (`sign`), and its signature lies beside it. */
  readonly signingKeyFile: string | undefined;
};

export type SignRequest = {
  readonly version: string;
  readonly files: readonly string[];
  readonly signingKeyFile: string;
};

/** Makes a release known to the consoles, whole or not at all. */
export async function publish(request: PublishRequest, now: string): Promise<Release> {
  const { folder, version, channel, stagingPercentage } = request;
  assertHighest(folder, version);
  const files: PublishedFile[] = [];
  for (const file of request.files) files.push(await describe(file, request));
  const release: Release = {
    version,
    channel,
    publishedAt: now,
    notes: request.notesFile === undefined ? '' : readNotes(request.notesFile),
    stagingPercentage,
    pulledAt: null,
    files,
  };
  const blockMaps = request.files.map((file) => `${file}.blockmap`).filter((file) => fs.existsSync(file));
  addRelease(folder, release, [...request.files, ...blockMaps]);
  return release;
}

/** Writes `<file>.sig` beside each file, on the machine that keeps the key. */
export async function signFiles(request: SignRequest): Promise<readonly string[]> {
  const key = readSigningKey(request.signingKeyFile);
  const written: string[] = [];
  for (const file of request.files) {
    platformOf(path.basename(file));
    const sha512 = await sha512Of(mustExist(file));
    fs.writeFileSync(`${file}.sig`, `${signRelease(key, { sha512, version: request.version })}\n`);
    written.push(`${file}.sig`);
  }
  return written;
}

/** How many of the consoles are told, from now on. */
export function stage(folder: string, version: string, stagingPercentage: number): Release {
  const release = { ...mustFindRelease(folder, version), stagingPercentage };
  if (release.pulledAt !== null) throw updateError('version-pulled', { version });
  changeRelease(folder, release);
  return release;
}

/** No console is told of it any more. One that has it keeps it until a higher version is there. */
export function pull(folder: string, version: string, now: string): Release {
  const release = mustFindRelease(folder, version);
  if (release.pulledAt !== null) return release;
  const pulled = { ...release, pulledAt: now };
  changeRelease(folder, pulled);
  return pulled;
}

async function describe(file: string, { version, signingKeyFile }: PublishRequest): Promise<PublishedFile> {
  const name = path.basename(file);
  platformOf(name);
  const sha512 = await sha512Of(mustExist(file));
  const signature =
    signingKeyFile === undefined
      ? signatureBeside(file)
      : signRelease(readSigningKey(signingKeyFile), { sha512, version });
  const blockMapSize = name.endsWith('.AppImage') ? embeddedBlockMapBytes(file) : undefined;
  return {
    name,
    sha512,
    size: fs.statSync(file).size,
    ...(blockMapSize === undefined ? {} : { blockMapSize }),
    signature,
  };
}

function signatureBeside(file: string): string {
  const beside = `${file}.sig`;
  const text = fs.existsSync(beside) ? fs.readFileSync(beside, 'utf8').trim() : '';
  const parsed = ReleaseSignature.safeParse(text);
  if (parsed.success) return parsed.data;
  throw updateError('not-signed', { file: path.basename(file) });
}

/** An AppImage made for partial downloads ends with its block map and four bytes that say how long that is. */
function embeddedBlockMapBytes(file: string): number | undefined {
  const { size } = fs.statSync(file);
  const end = readAt(file, Math.max(0, size - 4), 4);
  const length = end.length === 4 ? end.readUInt32BE(0) : 0;
  if (length === 0 || length > Math.min(size - 4, BLOCK_MAP_BYTES_MAX)) return undefined;
  return isBlockMap(readAt(file, size - 4 - length, length)) ? length : undefined;
}

function isBlockMap(bytes: Buffer): boolean {
  try {
    const text = inflateRawSync(bytes, { maxOutputLength: BLOCK_MAP_BYTES_MAX }).toString('utf8');
    return text.startsWith('{') && text.includes('"files"');
  } catch {
    // What can't be inflated is the end of a program, and no map.
    return false;
  }
}

function readAt(file: string, position: number, length: number): Buffer {
  const handle = fs.openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, fs.readSync(handle, bytes, 0, length, position));
  } finally {
    fs.closeSync(handle);
  }
}

function readNotes(file: string): string {
  const notes = fs.readFileSync(mustExist(file), 'utf8').trim();
  if (notes.length <= NOTES_CHARACTERS_MAX) return notes;
  throw updateError('notes-too-long', { charactersMax: NOTES_CHARACTERS_MAX });
}

function mustExist(file: string): string {
  if (fs.existsSync(file) && fs.statSync(file).size > 0) return file;
  throw updateError('file-missing', { file });
}

/** Consoles never go back, so a version is given once, and a lower one would reach nobody. */
function assertHighest(folder: string, version: string): void {
  const [highest] = listReleases(folder);
  if (highest === undefined || compareVersions(version, highest.version) > 0) return;
  throw updateError('version-not-higher', { highest: highest.version, version });
}
