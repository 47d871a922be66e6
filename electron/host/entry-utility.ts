import { messageOf } from '#shared/kernel/errors.ts';
import { apiOnSockets, type TextPort } from './api/text-socket.ts';
import { composeHost, type Host } from './compose.ts';
import { readConfiguration } from './configuration.ts';
import { fatalOf } from './fatal.ts';
import { HOST_EXIT_FATAL, type HostToMain, MainToHost } from './messages.ts';
import { takeStoreKey } from './store/encryption/key-from-environment.ts';
import { parseStoreKey } from './store/encryption/store-key.ts';

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
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: Sent) => void): void;
};

const parent = parentPort();
const early: Sent[] = [];
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
  tell({ type: 'fatal', ...fatal });
  process.exit(HOST_EXIT_FATAL);
}

async function run(): Promise<void> {
  // Taken out of the environment before anything waits.
  const ownKey = takeStoreKey(process.env);
  const givenKey = await keyFromMain();
  const storeKey = ownKey ?? (givenKey === null ? undefined : parseStoreKey(givenKey));
  const host = await composeHost({
    ...configuration,
    onNotice: (notice) => tell(notice),
    ...(storeKey === undefined ? { storeKeyUnavailable: true } : { storeKey }),
  });
  const api = apiOnSockets(host.services, log);
  receive = ({ data, ports }) => {
    const message = MainToHost.parse(data);
    if (message.type === 'connect') {
      const [port] = ports;
      if (port !== undefined) api.onPort(textPort(port), { sessionId: message.sessionId, kind: 'window' });
    } else if (message.type === 'ping') tell({ type: 'pong', n: message.n });
    else if (message.type === 'shutdown') void shutDown(host);
    else if (message.type === 'power' && (message.event === 'resume' || message.event === 'unlock-screen'))
      host.resume();
  };
  for (const sent of early.splice(0)) receive(sent);
  tellAlerts(host);
  tell({ type: 'ready', startMs: performance.now() });
}

/**
 * Main asks the keychain while the host starts; the answer never passes through environment or command line.
 * What else comes before the host can act on it waits in `early`.
 */
function keyFromMain(): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  receive = (sent) => {
    const message = MainToHost.parse(sent.data);
    // Nothing is open yet, so there is nothing to finish.
    if (message.type === 'shutdown') process.exit(0);
    if (message.type === 'store-key') {
      receive = (later) => early.push(later);
      resolve(message.storeKey);
    } else early.push(sent);
  };
  parent.on('message', (sent) => receive(sent));
  return promise;
}

/** Tray and badge follow the counts; the same counts are not sent twice. */
function tellAlerts(host: Host): void {
  let last = '';
  const connection = { sessionId: 'main-process-has-no-session', kind: 'window' } as const;
  const send = () => {
    const { counts, site } = host.services.status(connection);
    const alerts: HostToMain = {
      type: 'alerts',
      escalated: counts.escalated,
      overdue: counts.overdue,
      siteName: site?.name ?? '',
    };
    if (JSON.stringify(alerts) === last) return;
    last = JSON.stringify(alerts);
    tell(alerts);
  };
  host.services.onStatus(send);
  send();
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
