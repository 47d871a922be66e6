import { messageOf } from '#shared/kernel/errors.ts';
import { apiOnSockets, type TextPort } from './api/text-socket.ts';
import { composeHost, type Host } from './compose.ts';
import { readConfiguration } from './configuration.ts';
import { fatalOf } from './fatal.ts';
import { HOST_EXIT_FATAL, type HostToMain, MainToHost } from './messages.ts';

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
type ParentPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: ElectronPort[] }) => void): void;
};

const startedMs = performance.now();
const parent = parentPort();
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
  const host = await composeHost({ ...configuration, onNotice: (notice) => tell(notice) });
  const api = apiOnSockets(host.services, log);
  parent.on('message', ({ data, ports }) => {
    const message = MainToHost.parse(data);
    if (message.type === 'connect') {
      const [port] = ports;
      if (port !== undefined) api.onPort(textPort(port), { sessionId: message.sessionId, kind: 'window' });
    } else if (message.type === 'ping') tell({ type: 'pong', n: message.n });
    else if (message.type === 'shutdown') void shutDown(host);
    else if (message.event === 'resume' || message.event === 'unlock-screen') host.resume();
  });
  tellAlerts(host);
  tell({ type: 'ready', startMs: performance.now() - startedMs });
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
