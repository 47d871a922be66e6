import { pino } from 'pino';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { PASSPHRASE } from './console-page.ts';
import type { ServedConsole } from './served-console.ts';

export const ADMINISTRATOR: Connection = { sessionId: 'administrator', kind: 'window' };

/** Stops a served console, does something in its store that no page could do as fast, and serves it again. */
export async function workInside(
  served: ServedConsole,
  work: (host: Host) => void | Promise<void>,
): Promise<void> {
  await served.kill();
  const log = pino({ level: 'silent' });
  const host = await composeHost({ dataFolder: served.dataDir, version: 'test', clock: systemClock(), log });
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
