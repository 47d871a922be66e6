import path from 'node:path';
import {
  app,
  MessageChannelMain,
  Notification,
  type NotificationConstructorOptions,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  session,
  shell,
  utilityProcess,
} from 'electron';
import { serveConsole } from './app-protocol.ts';
import { ConsoleWindows } from './console-windows.ts';
import { countCrashReports, exitOnError } from './crash-reports.ts';
import { externalAddress } from './external-links.ts';
import { asHostChild, type HostChild } from './host-child.ts';
import { hostEnvironment } from './host-environment.ts';
import { failureOf, type HostFailure, HostProcess } from './host-process.ts';
import { LogFile } from './log-file.ts';
import { installMenu } from './menu.ts';
import { guardNavigation } from './navigation.ts';
import { Notifications, type SystemNotification } from './notifications.ts';
import { watchPageCrashes } from './page-crashes.ts';
import { installPermissions } from './permissions.ts';
import { PortBroker } from './port-broker.ts';
import { answerPortRequests } from './port-requests.ts';
import { forwardPowerEvents } from './power-events.ts';
import { installQuitSequence } from './quit-sequence.ts';
import { recoveryAction } from './recovery-page.ts';
import { rememberSaveFolder } from './save-folder.ts';
import { KeptTheme } from './screen-theme.ts';
import { StartPage } from './start-page.ts';
import { StayAwake } from './stay-awake.ts';
import { type StoreKeys, storeKeysOf } from './store-key.ts';
import { createTray } from './tray.ts';
import { ConsoleUpdater } from './updates/console-updater.ts';
import { loadEngine } from './updates/load-engine.ts';
import { publisherKeys } from './updates/publisher-keys.ts';

export interface ConsoleOptions {
  dataFolder: string;
  /** Where main, preload and renderer were built to. */
  programFolder: string;
}

/** Wires the parts of main together; read it to see what main does. Electron is ready. */
export function runConsole({ dataFolder, programFolder }: ConsoleOptions): void {
  const logFolder = path.join(dataFolder, 'logs');
  const { log, hostLog } = openLogs(logFolder);
  const startPage = new StartPage({ reload: (route) => windows.reloadStartPage(route) });
  const fail = (reason: HostFailure) => {
    log.write('error', 'recovery-page', { code: reason.code });
    // Drafts lie with the browser, which keeps its files open while the host erases the rest.
    if (reason.code === 'device-wiped') void session.defaultSession.clearStorageData();
    startPage.fail(reason);
  };
  const keys = keysOf(dataFolder, log);
  const awake = new StayAwake(powerSaveBlocker);

  const host = new HostProcess({
    fork: () => forkHost({ dataFolder, programFolder }, hostLog),
    storeKey: () => keys.forHost(),
    log: (level, event, details) => log.write(level, event, details),
    onReady: () => {
      broker.hostIsReady();
      updater.tell();
      startPage.hostIsReady();
    },
    onWork: (work) => startPage.showWork(work),
    onMessage: (message) => {
      if (message.type === 'alerts') tray.show(message);
      else if (message.type === 'stay-awake') awake.show(message.isNeeded);
      else if (message.type === 'notify') notifications.show(message);
      else if (message.type === 'update') void updater.act(message.action);
      else if (message.type === 'key-changed') void keys.finishChange();
      else void changeKey(host, keys);
    },
    onFailure(reason) {
      awake.show(false);
      fail(reason);
    },
  });
  const updater = updaterOf({ dataFolder, programFolder }, { host, keys }, log);
  const broker = new PortBroker({ host, createChannel: () => new MessageChannelMain() });
  const windows = windowsOf({ dataFolder, programFolder }, log, {
    instead: () => startPage.instead,
    onGivenUp: () => fail(failureOf('page-crashed')),
  });
  const tray = createTray({ openWindow: () => windows.open(), quit: () => app.quit() });
  const notifications = notificationsOf(windows);

  serveConsole(protocol, {
    folder: path.join(programFolder, 'renderer'),
    ownPage: (pathname) => startPage.pageAt(pathname),
    theme: () => windows.theme,
  });
  guardPages(log, {
    // Of a console that runs nothing is restored, whatever its page navigates to.
    recover(how) {
      if (!startPage.isFailed) return;
      host.startAgain(how);
      startPage.startAgain(how);
    },
    openLogs: () => void shell.openPath(logFolder),
  });
  answerPortRequests(log, windows, broker);
  followSystem(host, dataFolder);
  stayUntilQuit(windows, host, log);

  host.start();
  windows.open();
}

function windowsOf(
  { dataFolder, programFolder }: ConsoleOptions,
  log: LogFile,
  { instead, onGivenUp }: { instead: () => string | undefined; onGivenUp: () => void },
): ConsoleWindows {
  return new ConsoleWindows({
    preloadFile: path.join(programFolder, 'preload', 'index.cjs'),
    stateFile: path.join(dataFolder, 'window.json'),
    theme: new KeptTheme(path.join(dataFolder, 'theme.json')),
    instead,
    onLoadFailed: (code) => log.write('warn', 'page-not-loaded', { code }),
    onCreated: (contents) =>
      watchPageCrashes(contents, {
        log: (event, details) => log.write('error', event, details),
        onGivenUp,
      }),
  });
}

/** What the system around the console brings, and asks of it. */
function followSystem(host: HostProcess, dataFolder: string): void {
  installMenu();
  rememberSaveFolder(session.defaultSession, path.join(dataFolder, 'save-folder.json'));
  forwardPowerEvents(powerMonitor, { send: (message) => host.send(message), quit: () => app.quit() });
}

function notificationsOf(windows: ConsoleWindows): Notifications {
  return new Notifications({
    isSupported: () => Notification.isSupported(),
    create: createNotification,
    openRoute: (route) => windows.openRoute(route),
  });
}

function openLogs(folder: string): { log: LogFile; hostLog: LogFile } {
  const log = new LogFile({ folder, process: 'main' });
  exitOnError(log);
  log.write('info', 'started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    crashReports: countCrashReports(app.getPath('crashDumps')),
  });
  return { log, hostLog: new LogFile({ folder, process: 'host' }) };
}

function forkHost({ dataFolder, programFolder }: ConsoleOptions, hostLog: LogFile): HostChild {
  const child = utilityProcess.fork(path.join(programFolder, 'main', 'host.js'), [], {
    serviceName: 'domain-host',
    stdio: 'pipe',
    env: hostEnvironment(process.env, { FAIRLEAD_DATA_DIR: dataFolder, FAIRLEAD_VERSION: app.getVersion() }),
  });
  return asHostChild(child, (line) => hostLog.writeLine(line));
}

/** Whether it may be installed now is the host's to say; with the host gone, the store is closed. */
function updaterOf(
  { dataFolder, programFolder }: ConsoleOptions,
  { host, keys }: { host: HostProcess; keys: StoreKeys },
  log: LogFile,
): ConsoleUpdater {
  return new ConsoleUpdater({
    engine: loadEngine,
    keys: publisherKeys(path.join(programFolder, '..')),
    ownVersion: app.getVersion(),
    dataFolder,
    onState: (state) => host.send({ type: 'update-state', state }),
    log: (level, event, details) => log.write(level, event, details),
    async beforeInstall() {
      await host.stop();
      // The new program may be started without the arguments of this one, but with its environment.
      process.env['FAIRLEAD_DATA_DIR'] = dataFolder;
      keys.giveBack();
      // The new program starts before this one has ended, and would take it for a second one.
      app.releaseSingleInstanceLock();
    },
    afterFailedInstall() {
      app.relaunch();
      app.quit();
    },
  });
}

/** The store can't be written anew while it is open, so the next host does it before it opens it. */
async function changeKey(host: HostProcess, keys: StoreKeys): Promise<void> {
  if (await keys.beginChange()) await host.restart();
  else host.send({ type: 'change-key-refused' });
}

function keysOf(dataFolder: string, log: LogFile): StoreKeys {
  return storeKeysOf({
    dataFolder,
    env: process.env,
    keyChain: safeStorage,
    log: (level, event, details) => log.write(level, event, details),
  });
}

function guardPages(
  log: LogFile,
  actions: { recover: (how: { restore?: string }) => void; openLogs: () => void },
): void {
  installPermissions(session.defaultSession);
  guardNavigation(app, {
    openExternal: (address) => openExternal(address, log),
    act: (address) => {
      const action = recoveryAction(address);
      if (action === 'restart') actions.recover({});
      if (typeof action === 'object') actions.recover(action);
      if (action === 'logs') actions.openLogs();
      if (action === 'quit') app.quit();
      return action !== undefined;
    },
  });
}

/** LC-2: without a window the host works on, and the tray leads back to it; quitting ends the host first. */
function stayUntilQuit(windows: ConsoleWindows, host: HostProcess, log: LogFile): void {
  app.on('second-instance', () => windows.open());
  app.on('activate', () => windows.open());
  app.on('window-all-closed', () => log.write('info', 'window-closed'));
  installQuitSequence({
    app,
    finish: async () => {
      windows.saveState();
      await host.stop();
      log.write('info', 'stopped');
    },
    log: (event, details) => log.write('error', event, details),
  });
}

function createNotification(content: NotificationConstructorOptions): SystemNotification {
  const notification = new Notification(content);
  return {
    onClick: (listener) => notification.on('click', listener),
    onGone: (listener) => {
      notification.on('close', listener);
      notification.on('failed', listener);
    },
    show: () => notification.show(),
  };
}

function openExternal(value: unknown, log: LogFile): void {
  const address = externalAddress(value);
  if (address === undefined) {
    log.write('warn', 'address-refused');
    return;
  }
  shell.openExternal(address).catch((error: unknown) => {
    log.write('warn', 'address-not-opened', {
      reason: error instanceof Error ? error.message : String(error),
    });
  });
}
