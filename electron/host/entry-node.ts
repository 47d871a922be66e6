import path from 'node:path';
import { z } from 'zod';
import { DEMONSTRATION_PASSPHRASE, DEMONSTRATION_SIGN_INS } from '#shared/demo/company.ts';
import { messageOf } from '#shared/kernel/errors.ts';
import { serveHttp } from './api/http-server.ts';
import { composeHost, type Host } from './compose.ts';
import { readConfiguration } from './configuration.ts';
import { type Fatal, fatalOf } from './fatal.ts';
import { HOST_EXIT_FATAL } from './messages.ts';
import { takeGivenKey } from './store/encryption/key-from-environment.ts';
import { wipeHost } from './wipe/wipe-host.ts';

/** The host as a plain Node process that serves the console to browsers. */
const Environment = z.object({
  FAIRLEAD_HOST: z.string().default('127.0.0.1'),
  FAIRLEAD_PORT: z.coerce.number().int().min(0).max(65_535).default(4780),
  /** Further names under which browsers reach it, separated by commas. */
  FAIRLEAD_ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ),
  FAIRLEAD_RENDERER: z.string().default(path.join(import.meta.dirname, '../../out/renderer')),
});

const configuration = readConfiguration(process.env);
const { log } = configuration;
process.on('unhandledRejection', (error) => die(error));
process.on('uncaughtException', (error) => die(error));

try {
  await run();
} catch (error) {
  end(fatalOf(error), error);
}

async function run(): Promise<void> {
  const environment = Environment.parse(process.env);
  const starting = composeHost({
    ...configuration,
    ...takeGivenKey(process.env),
    onWipe: () => void starting.then(wipe).catch(die),
  });
  const host = await starting;
  const server = await serveHttp(
    host.services,
    {
      host: environment.FAIRLEAD_HOST,
      port: environment.FAIRLEAD_PORT,
      rendererFolder: environment.FAIRLEAD_RENDERER,
      allowedHosts: environment.FAIRLEAD_ALLOWED_HOSTS,
    },
    log,
  );
  console.log(`The console is served at http://${shownHost(environment.FAIRLEAD_HOST)}:${server.port}/`);
  console.log(howToSignIn(host));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server
        .close()
        .then(() => host.close())
        .then(() => process.exit(0), die);
    });
  }
}

async function wipe(host: Host): Promise<void> {
  end(await wipeHost(host, configuration.dataFolder, log));
}

function end(fatal: Fatal, error?: unknown): never {
  log.fatal({ err: error }, fatal.message);
  console.error(`${fatal.message}\n${fatal.remedy}`);
  process.exit(HOST_EXIT_FATAL);
}

/** Said beside the address: who may sign in, as far as this console knows. */
function howToSignIn({ store }: Host): string {
  const { site, demonstration } = store.state;
  const demonstrationSignIns = DEMONSTRATION_SIGN_INS.filter((one) => one.siteCode === (site?.code ?? 'AUR'))
    .map((one) => one.signInName)
    .join(' or ');
  const asDemonstration = `as ${demonstrationSignIns} with the passphrase ${DEMONSTRATION_PASSPHRASE}`;
  if (site === undefined && configuration.joinOnStart !== undefined) {
    return `It is joining the company at ${configuration.joinOnStart.serverUrl} by itself.`;
  }
  if (site === undefined) {
    return `Open it to set this console up, or to explore the demonstration fleet: then sign in ${asDemonstration}.`;
  }
  return demonstration
    ? `Demonstration: sign in ${asDemonstration}.`
    : `Sign in with your name at ${site.name}.`;
}

function shownHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function die(error: unknown): never {
  log.fatal({ err: error }, `the host failed: ${messageOf(error)}`);
  process.exit(1);
}
