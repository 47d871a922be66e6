import path from 'node:path';
import { isDomainError, messageOf } from '#shared/kernel/errors.ts';
import { apiOnSockets, type TextPort } from './api/text-socket.ts';
import { composeHost, type Host, type HostOptions, STORE_FILE } from './compose.ts';
import { readConfiguration } from './configuration.ts';
import { fatalOf } from './fatal.ts';
import { fatalWord } from './fatal-words.ts';
import { HOST_EXIT_FATAL, type HostToMain, MainToHost } from './messages.ts';
import { recoveryCopies } from './store/backup/recovery-copies.ts';
import {
  type BeforeStart,
  changeKeyBeforeStart,
  restoreBeforeStart,
} from './store/encryption/before-start.ts';
import { takeGivenKey } from './store/encryption/key-from-environment.ts';
import { parseStoreKey, type StoreKey } from './store/encryption/store-key.ts';
import { wipeHost } from './wipe/wipe-host.ts';

/**
 * The host as Electron's utility process. Electron's types are not imported here: the host knows the port
 * it was given, and nothing else of Electron.
 */
type ElectronPort = {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
};
type Sent = { data: unknown; ports: ElectronPort[] };
type Start = Extract<MainToHost, { type: 'store-key' }>;
type PowerEvent = Extract<MainToHost, { type: 'power' }>['event'];
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: Sent) => void): void;
};

const parent = parentPort();
const early: Sent[] = [];
/** The key this start was given, for looking at backups when the start fails. */
let storeKey: StoreKey | undefined;
let receive: (sent: Sent) => void;
const configuration = readConfiguration(process.env);
const { log } = configuration;
process.on('unhandledRejection', (error) => die(error));
process.on('uncaughtException', (error) => die(error));

try {
  await run();
} catch (error) {
  const fatal = fatalOf(error);
  log.fatal({ err: error }, 'the host can’t run');
  tell({ type: 'fatal', ...fatal, ...copiesFor(error) });
  process.exit(HOST_EXIT_FATAL);
}

async function run(): Promise<void> {
  // Taken out of the environment before anything waits.
  const given = takeGivenKey(process.env);
  const start = await startFromMain();
  storeKey = given?.storeKey ?? (start.storeKey === null ? undefined : parseStoreKey(start.storeKey));
  const keyFrom = given?.keyFrom ?? start.keyFrom;
  const keyChange = await prepare(start);
  const starting = composeHost({
    ...configuration,
    onNotice: (notice) => tell(notice),
    askMain: (action) => tell({ type: 'update', action }),
    onWipe: () => void starting.then(wipe).catch(die),
    ...(storeKey === undefined ? { storeKeyUnavailable: true } : { storeKey }),
    ...(keyFrom === undefined ? {} : { keyFrom }),
    ...(keyFrom === 'keychain' ? { changeKey: () => tell({ type: 'change-key' }) } : {}),
    ...(keyChange === undefined ? {} : { keyChange }),
  });
  const host = await starting;
  const api = apiOnSockets(host.services, log);
  const windowOpened = tellAlerts(host);
  receive = ({ data, ports }) => {
    const message = MainToHost.parse(data);
    if (message.type === 'connect') {
      const [port] = ports;
      if (port !== undefined) api.onPort(textPort(port), { sessionId: message.sessionId, kind: 'window' });
      windowOpened(message);
    } else if (message.type === 'ping') tell({ type: 'pong', n: message.n });
    else if (message.type === 'update-state') host.services.updates.told(message.state);
    else if (message.type === 'shutdown') void shutDown(host);
    else if (message.type === 'change-key-refused') host.services.store.keyChangeRefused();
    else if (message.type === 'power') powerChanged(host, message.event);
  };
  for (const sent of early.splice(0)) receive(sent);
  tellStayAwake(host);
  tell({ type: 'ready', startMs: performance.now() });
}

/** What is to happen to the store's files before it is opened, since a running store can't have it done. */
async function prepare({ nextStoreKey, restore }: Start): Promise<HostOptions['keyChange']> {
  const { dataFolder, sqliteNative, clock, log: hostLog } = configuration;
  const before = (what: 'change-key' | 'restore'): BeforeStart => ({
    dataFolder,
    file: path.join(dataFolder, STORE_FILE),
    native: sqliteNative === undefined ? {} : { nativeBinding: sqliteNative },
    onProgress: (progress) => tell({ type: 'work', what, ...progress }),
  });
  if (restore !== undefined) {
    await restoreBeforeStart(before('restore'), restore, { storeKey, nowMs: clock.now() });
  }
  if (nextStoreKey === undefined) return undefined;
  const change = { from: storeKey, to: parseStoreKey(nextStoreKey) };
  const changed = await changeKeyBeforeStart(before('change-key'), change, hostLog);
  storeKey = changed.storeKey;
  if (changed.outcome.state === 'done') tell({ type: 'key-changed' });
  return changed.outcome;
}

/** For a person who is to choose from them: only where a copy could help. */
function copiesFor(error: unknown): Partial<Extract<HostToMain, { type: 'fatal' }>> {
  const codes = ['store-corrupt', 'store-key-missing', 'store-key-wrong'];
  if (!isDomainError(error) || !codes.includes(error.code)) return {};
  const { dataFolder, sqliteNative } = configuration;
  const options = {
    ...(sqliteNative === undefined ? {} : { nativeBinding: sqliteNative }),
    ...(storeKey === undefined ? {} : { storeKey }),
  };
  try {
    const copies = recoveryCopies(dataFolder, options);
    if (copies.every(({ state }) => state === 'unreadable')) return { copies };
    return { copies, remedy: fatalWord('choose-backup.remedy') };
  } catch (problem) {
    // The failure itself must reach the person all the same.
    log.error({ err: problem }, 'the backups could not be looked at');
    return {};
  }
}

/**
 * Main asks the keychain while the host starts; the answer never passes through environment or command line.
 * What else comes before the host can act on it waits in `early`.
 */
function startFromMain(): Promise<Start> {
  const { promise, resolve } = Promise.withResolvers<Start>();
  receive = (sent) => {
    const message = MainToHost.parse(sent.data);
    // Nothing is open yet, so there is nothing to finish.
    if (message.type === 'shutdown') process.exit(0);
    if (message.type === 'store-key') {
      receive = (later) => early.push(later);
      resolve(message);
    } else early.push(sent);
  };
  parent.on('message', (sent) => receive(sent));
  return promise;
}

/**
 * Tray and badge follow the inbox of whoever is signed in at the window, whose secret stays known when it is closed;
 * the same counts are not sent twice. Returns what is to be told of each window.
 */
function tellAlerts(host: Host): (window: { readonly sessionId: string }) => void {
  let last = '';
  let sessionId = 'no-window-has-been-open-yet';
  const send = () => {
    const { inbox, site } = host.services.status({ sessionId, kind: 'window' });
    const alerts: HostToMain = { type: 'alerts', ...inbox, siteName: site?.name ?? '' };
    if (JSON.stringify(alerts) === last) return;
    last = JSON.stringify(alerts);
    tell(alerts);
  };
  host.services.onStatus(send);
  send();
  return (window) => {
    ({ sessionId } = window);
    send();
  };
}

/** LC-5: the machine is left to sleep unless `stay-awake.ts` says otherwise. */
function tellStayAwake(host: Host): void {
  let last: boolean | undefined;
  const send = () => {
    const isNeeded = host.mustStayAwake();
    if (isNeeded !== last) tell({ type: 'stay-awake', isNeeded });
    last = isNeeded;
  };
  host.services.onStatus(send);
  send();
}

/** LC-3. Before sleep there is nothing to do: what was committed is on the disk, and timers are rows (LC-4). */
function powerChanged(host: Host, event: PowerEvent): void {
  log.info({ event }, 'the machine’s power or lock has changed');
  if (event === 'lock-screen') host.screenLocked();
  if (event === 'resume' || event === 'unlock-screen') host.resume();
}

async function wipe(host: Host): Promise<void> {
  const fatal = await wipeHost(host, configuration.dataFolder, log);
  log.warn(fatal.message);
  tell({ type: 'fatal', ...fatal });
  process.exit(HOST_EXIT_FATAL);
}

async function shutDown(host: Host): Promise<void> {
  await host.close();
  log.info('the host has ended');
  process.exit(0);
}

function tell(message: HostToMain): void {
  parent.postMessage(message);
}

function die(error: unknown): never {
  log.fatal({ err: error }, `the host failed: ${messageOf(error)}`);
  process.exit(1);
}

function parentPort(): ParentPort {
  const port: unknown = 'parentPort' in process ? process.parentPort : undefined;
  if (typeof port !== 'object' || port === null)
    throw new Error('This file is started by Electron; use entry-node.ts');
  // Electron documents process.parentPort of a utility process with exactly these members.
  return port as ParentPort;
}

function textPort(port: ElectronPort): TextPort {
  port.start();
  return {
    postMessage: (text) => port.postMessage(text),
    onText: (listener) => port.on('message', (event) => listener(event.data)),
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  };
}
