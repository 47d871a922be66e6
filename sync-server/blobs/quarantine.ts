import fs from 'node:fs/promises';
import path from 'node:path';
import { assert } from '#shared/kernel/assert.ts';
import type { Entry } from '#shared/sync/entry.ts';
import { blobError } from './errors.ts';

const DEVICE_ID = /^[0-9a-zA-Z-]{8,36}$/;
/** A key that was stolen with its console must not fill the server's disk. */
const DEVICE_BYTES_MAX = 64 * 1024 * 1024;
const DIGITS = 10;

/**
 * What consoles had not sent when they were wiped, as `<device>/<first>-<last>.json`, for an administrator to read.
 * Nothing of it is judged or carried out: who held the console may have written it.
 */
export class Quarantine {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** The same entries twice are one file. */
  async keep(deviceId: string, entries: readonly Entry[]): Promise<void> {
    assert(DEVICE_ID.test(deviceId), 'a device id is safe in a file name');
    const folder = path.join(this.folder, deviceId);
    const text = `${JSON.stringify({ deviceId, entries }, null, 1)}\n`;
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await bytesIn(folder)) + text.length > DEVICE_BYTES_MAX) throw blobError('quarantine-full');
    const file = path.join(folder, `${numberIn(entries, 0)}-${numberIn(entries, -1)}.json`);
    await writeDurably(`${file}.partial`, text);
    await fs.rename(`${file}.partial`, file);
  }
}

function numberIn(entries: readonly Entry[], at: number): string {
  return String(entries.at(at)?.seq ?? 0).padStart(DIGITS, '0');
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all(
    (await fs.readdir(folder)).map(async (name) => (await fs.stat(path.join(folder, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await fs.open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
