import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app, protocol } from 'electron';
import { registerConsoleScheme } from './app-protocol.ts';
import { keepCrashReports } from './crash-reports.ts';
import { findDataFolder } from './data-folder.ts';
import { runConsole } from './run-console.ts';

// Everything here has to happen before Electron is ready, and in this order.
const dataFolder = findDataFolder({ env: process.env, args: process.argv, homeFolder: os.homedir() });
fs.mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
app.setPath('userData', dataFolder);
app.setPath('sessionData', path.join(dataFolder, 'browser'));
app.setAppUserModelId('Fairlead');

if (app.requestSingleInstanceLock()) {
  keepCrashReports(path.join(dataFolder, 'crashes'));
  // It would undo the switch with which alone Chromium runs as root; each window asks for its sandbox as well.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerConsoleScheme(protocol);
  // Never awaited here: Electron gets ready only after this module has run to its end.
  void app
    .whenReady()
    .then(() => runConsole({ dataFolder, programFolder: path.dirname(import.meta.dirname) }));
} else {
  // LC-1: one console a folder. The other one has been told, and comes to the front.
  app.exit(0);
}
