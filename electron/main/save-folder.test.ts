import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Session } from 'electron';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rememberSaveFolder } from './save-folder.ts';

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'save-folder-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** A file that is saved by a person who chooses a folder, or chooses none. Returns what they were offered first. */
function save(session: EventEmitter, name: string, chosen: string | undefined): unknown {
  let offered: unknown;
  const item = Object.assign(new EventEmitter(), {
    getFilename: () => name,
    getSavePath: () => (chosen === undefined ? '' : path.join(chosen, path.basename(name))),
    setSaveDialogOptions: (options: unknown) => {
      offered = options;
    },
  });
  session.emit('will-download', {}, item);
  item.emit('done', {}, chosen === undefined ? 'cancelled' : 'completed');
  return offered;
}

test('a file is offered to be saved where the last one was, also after a start, while that folder is there (LC-7)', () => {
  const kept = path.join(folder, 'save-folder.json');
  const reports = path.join(folder, 'reports');
  fs.mkdirSync(reports);
  const session = (): EventEmitter => {
    const emitter = new EventEmitter();
    // An emitter has the one member that the function is typed to use.
    rememberSaveFolder(emitter as unknown as Session, kept);
    return emitter;
  };
  const first = session();
  const offers = [save(first, 'a.pdf', reports), save(first, 'b.pdf', undefined)];
  const second = session();
  offers.push(save(second, '../c.pdf', reports));
  fs.rmSync(reports, { recursive: true });
  offers.push(save(second, 'd.pdf', folder), save(second, 'e.pdf', folder));
  expect(offers).toEqual([
    undefined,
    { defaultPath: path.join(reports, 'b.pdf') },
    { defaultPath: path.join(reports, 'c.pdf') },
    undefined,
    { defaultPath: path.join(folder, 'e.pdf') },
  ]);
});
