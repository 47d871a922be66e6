import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { DomainError } from '#shared/kernel/errors.ts';
import { wipeFile } from '../store/encryption/wipe-file.ts';
import { syncFile, syncFolderOf } from '../store/durable.ts';
import { wipeError } from './errors.ts';

/**
 * In the data folder from the moment a wipe is ordered. As long as it is there, this console erases what it
 * finds and does not start.
 */
const MARKER = 'wiped.json';
/** Held by this process, and without content. */
const LOCK = 'console.lock';
/** Of the program, not of the company: what happened can be read afterwards. */
const LOGS = 'logs';
/** What the store's key lies in goes first: without it an encrypted store is noise already. */
const KEYS = 'store-key.json';

const Marker = z.object({ organisationName: z.string() });

export function noteWipeOrder(dataFolder: string, organisationName: string): void {
  const file = path.join(dataFolder, MARKER);
  writeFileSync(file, JSON.stringify(Marker.parse({ organisationName })), { mode: 0o600 });
  syncFile(file);
  syncFolderOf(file);
}

/** Throws `device-wiped`, and finishes a wipe that was interrupted, where one was ordered. */
export function assertNotWiped(dataFolder: string): void {
  if (existsSync(path.join(dataFolder, MARKER))) throw eraseConsole(dataFolder);
}

/** Erases everything a console keeps: keys, store, archive, backups, exports, attachments. Returns what to say. */
export function eraseConsole(dataFolder: string): DomainError {
  const kept = new Set([MARKER, LOCK, LOGS]);
  const names = readdirSync(dataFolder).filter((name) => !kept.has(name));
  const left = names
    .toSorted((a, b) => Number(b === KEYS) - Number(a === KEYS))
    .flatMap((name) => erase(path.join(dataFolder, name)));
  return wiped(dataFolder, left);
}

/** Returns what another program holds open, on a system that then does not let go of it. */
function erase(place: string): string[] {
  const found = lstatSync(place);
  if (!found.isDirectory()) return eraseFile(place, found.isFile());
  const left = readdirSync(place).flatMap((name) => erase(path.join(place, name)));
  if (left.length === 0) rmSync(place, { recursive: true, force: true });
  return left;
}

function eraseFile(file: string, isPlain: boolean): string[] {
  try {
    // What a link leads to is not of this console.
    if (isPlain) wipeFile(file);
    else rmSync(file);
    return [];
  } catch (error) {
    return removed(file) ? [] : [`${file} (${codeOf(error)})`];
  }
}

/** What can't be written to may still be removed; a file in use is left for the next start. */
function removed(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch (error) {
    if (['EBUSY', 'EPERM', 'EACCES'].includes(codeOf(error))) return false;
    throw error;
  }
}

function wiped(dataFolder: string, left: readonly string[]): DomainError {
  const marker = path.join(dataFolder, MARKER);
  const { organisationName: organisation } = Marker.parse(JSON.parse(readFileSync(marker, 'utf8')));
  if (left.length === 0) return wipeError('wiped', { organisation, marker });
  return wipeError('wiped-in-part', { organisation, marker, count: left.length });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
