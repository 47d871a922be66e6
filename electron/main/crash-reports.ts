import fs from 'node:fs';
import path from 'node:path';
import { app, crashReporter, dialog } from 'electron';
import type { LogFile } from './log-file.ts';
import { say } from './words.ts';

/** Dumps of crashes stay on this machine; a person sends them on, or doesn't (CR-1). Before Electron is ready. */
export function keepCrashReports(folder: string): void {
  app.setPath('crashDumps', folder);
  crashReporter.start({ uploadToServer: false });
}

/** How many dumps earlier runs have left. */
export function countCrashReports(folder: string): number {
  if (!fs.existsSync(folder)) return 0;
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => path.extname(name) === '.dmp').length;
}

/**
 * An error in main itself: nothing can be trusted after it. The log gets all of it; the person is told what
 * matters, with none of it, as an error's text can hold anything (CR-2).
 */
export function exitOnError(log: LogFile): void {
  const end = (error: unknown) => {
    log.write('error', 'main-failed', { error: error instanceof Error ? error.stack : String(error) });
    dialog.showErrorBox(say('crash.title'), say('crash.text'));
    app.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
