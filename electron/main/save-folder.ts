import fs from 'node:fs';
import path from 'node:path';
import type { Session } from 'electron';
import { z } from 'zod';
import { readKept, writeKept } from './kept-file.ts';

const Kept = z.object({ folder: z.string().min(1) });

/** Files are offered to be saved where the last one was; by itself Electron begins at Downloads each time (LC-7). */
export function rememberSaveFolder(session: Pick<Session, 'on'>, file: string): void {
  session.on('will-download', (_event, item) => {
    const folder = readKept(file, Kept)?.folder;
    // A stick that was pulled out, or a share that is away.
    if (folder !== undefined && fs.existsSync(folder)) {
      item.setSaveDialogOptions({ defaultPath: path.join(folder, path.basename(item.getFilename())) });
    }
    item.once('done', (_done, state) => {
      const saved = item.getSavePath();
      if (state === 'completed' && saved !== '') writeKept(file, { folder: path.dirname(saved) });
    });
  });
}
