import { mkdirSync } from 'node:fs';
import { pino } from 'pino';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { takeGivenKey } from '#host/store/encryption/key-from-environment.ts';
import { PASSPHRASE } from './console-page.ts';
import type { ServedConsole } from './served-console.ts';

export const ADMINISTRATOR: Connection = { sessionId: 'administrator', kind: 'window' };

/** Stops a served console, does something in its store that no page could do as fast, and serves it again. */
export async function workInside(
  served: ServedConsole,
  work: (host: Host) => void | Promise<unknown>,
): Promise<void> {
  await served.kill();
  const host = await hostIn(served.dataDir, served.environment);
  await work(host);
  await host.close();
  await served.startAgain();
}

/** MV Aurora, with Ines Duarte as her administrator, who is signed in. */
export async function foundAurora({ services }: Host): Promise<void> {
  await services.setup.foundSite(ADMINISTRATOR, {
    code: 'AUR',
    name: 'MV Aurora',
    siteKind: 'vessel',
    timeZone: 'UTC',
    administrator: { name: 'Ines Duarte', signInName: 'admin', passphrase: PASSPHRASE },
  });
}

/** A console without a page that has joined its company, with an administrator, who is signed in. */
export async function joinedHost(
  dataFolder: string,
  { administrator, ...join }: { serverUrl: string; code: string; deviceName: string; administrator: string },
): Promise<Host> {
  mkdirSync(dataFolder, { recursive: true });
  const host = await hostIn(dataFolder);
  const { setup } = host.services;
  await setup.join(ADMINISTRATOR, join);
  await setup.createAdministrator(ADMINISTRATOR, {
    name: administrator,
    signInName: 'admin',
    passphrase: PASSPHRASE,
  });
  return host;
}

function hostIn(dataFolder: string, environment: Record<string, string> = {}): Promise<Host> {
  const key = takeGivenKey({ ...environment });
  const log = pino({ level: 'silent' });
  return composeHost({ dataFolder, version: 'test', clock: systemClock(), log, ...key });
}
