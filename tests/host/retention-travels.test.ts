import { mkdirSync, rmSync } from 'node:fs';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { saveCompanyRetention, saveSiteRetention } from '#shared/domains/settings/retention-commands.ts';
import { NO_WISHES, retention } from '#shared/domains/settings/retention.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { Company } from '#tests/support/company.ts';
import { personActor, recordId } from '#tests/support/test-console.ts';

const WINDOW: Connection = { sessionId: 'test', kind: 'window' };
const ADMINISTRATOR = { name: 'Ada', signInName: 'ada', passphrase: 'fair-winds-2026' };

async function joined(company: Company, site: 'OFF' | 'AUR'): Promise<Host> {
  const { dataDir } = company.console(site);
  mkdirSync(dataDir, { recursive: true });
  const log = pino({ level: 'silent' });
  const host = await composeHost({ dataFolder: dataDir, version: 'test', clock: systemClock(), log });
  const serverUrl = (await company.link()).url;
  const code = await company.code(site);
  await host.services.setup.join(WINDOW, { serverUrl, code, deviceName: site });
  return host;
}

it('what an office says for the company reaches the ship, which goes by its own word where it has one', async () => {
  const company = await Company.start();
  const office = await joined(company, 'OFF');
  const ship = await joined(company, 'AUR');
  const asFirst = async (host: Host) => {
    const { id, role } = await host.services.setup.createAdministrator(WINDOW, ADMINISTRATOR);
    return { ...personActor(role, 'administrator', host.store.state.site?.id), id };
  };
  const [inOffice, onBoard] = [await asFirst(office), await asFirst(ship)];
  const say = (host: Host, ...[command, input, actor]: Parameters<Host['services']['runCommand']>) =>
    host.services.runCommand(command, input, actor);
  say(
    office,
    saveCompanyRetention,
    { commandId: crypto.randomUUID(), input: { ...NO_WISHES, jobRunDays: 100, healthDays: 99 } },
    inOffice,
  );
  const siteId = recordId(ship.store.state.site?.id ?? '');
  say(
    ship,
    saveSiteRetention,
    { commandId: crypto.randomUUID(), input: { ...NO_WISHES, siteId, healthDays: 14 } },
    onBoard,
  );
  for (const host of [office, ship, office]) await host.services.sync.now();
  const known = (host: Host) =>
    host.store
      .records(retention, 'SELECT data FROM retention ORDER BY siteId', {})
      .map(({ siteId: of, jobRunDays, healthDays }) => [of, jobRunDays, healthDays]);
  const all = [
    ['*', 100, 99],
    [siteId, null, 14],
  ];
  expect([known(office), known(ship)]).toEqual([all, all]);
  expect([office, ship].map((host) => host.services.sync.status().needsAttention)).toEqual([0, 0]);
  await office.close();
  await ship.close();
  await company.close();
  rmSync(company.folder, { recursive: true, force: true });
}, 60_000);
