import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { savePolicy } from '#shared/domains/incidents/commands/policy.ts';
import { defaultPolicy } from '#shared/domains/incidents/rules/policy.ts';
import { ANY_TYPE } from '#shared/domains/incidents/schema/policy.ts';
import type { Clock } from '#shared/kernel/clock.ts';

export type SiteHost = {
  readonly host: Host;
  readonly folder: string;
  /** Closes it and removes its folder. */
  close(): Promise<void>;
};

/** A whole host of MV Aurora in a folder of its own, with Ines Duarte (`i.duarte`) signed in at `connection`. */
export async function startSiteHost(connection: Connection, clock: Clock = systemClock()): Promise<SiteHost> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-site-host-'));
  const log = pino({ level: 'silent' });
  const host = await composeHost({ dataFolder: folder, version: 'test', clock, log });
  await host.services.setup.foundSite(connection, {
    code: 'AUR',
    name: 'MV Aurora',
    siteKind: 'vessel',
    timeZone: 'UTC',
    administrator: { name: 'Ines Duarte', signInName: 'i.duarte', passphrase: 'following seas' },
  });
  return {
    host,
    folder,
    async close() {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As an administrator allows it on the page about deadlines and ladders. */
export function allowUnknownReports({ services, store }: Host): void {
  const siteId = store.state.site?.id ?? '';
  const input = {
    ...defaultPolicy('vessel', ANY_TYPE),
    siteId,
    incidentType: ANY_TYPE,
    takesUnknownReports: true,
  };
  services.runCommand(savePolicy, { commandId: randomUUID(), input }, { type: 'system', id: 'test', siteId });
}
