import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Role } from '#shared/access/roles.ts';
import { exportsRouter } from '#host/api/export-procedures.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import { personActor } from '#tests/support/test-console.ts';

const AT: Connection = { sessionId: 'test', kind: 'window' };
const NOBODYS = '01950000-0000-4000-8000-000000000009';

let folder: string;
let host: Host;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-export-procedures-'));
  const log = pino({ level: 'silent' });
  host = await composeHost({ dataFolder: folder, version: 'test', clock: systemClock(), log });
  await host.services.setup.foundSite(AT, {
    code: 'AUR',
    name: 'MV Aurora',
    siteKind: 'vessel',
    timeZone: 'UTC',
    administrator: { name: 'Ines Duarte', signInName: 'admin', passphrase: 'following seas' },
  });
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function as(role: Role) {
  const siteId = host.store.state.site?.id ?? '';
  const session = { ...host.services.session, mustActor: () => personActor(role, 'crew', siteId) };
  const services = { ...host.services, session };
  return exportsRouter.createCaller({ services, connection: AT });
}

const LIST = { report: 'incidents.list', parameters: {}, formats: ['csv' as const] };

it('makes, hands over in slices, notes in the journal, and deletes', async () => {
  const api = as('IT');
  const { id } = await api.start(LIST);
  await expect.poll(async () => (await api.get({ id })).state, { timeout: 20_000 }).toBe('completed');
  const { ticket, sizeBytes } = await api.download({ id });
  const { base64 } = await api.read({ ticket, offset: 0, length: 65_536 });
  expect(Buffer.from(base64, 'base64').length).toBe(sizeBytes);
  const noted = host.store.db.prepare(`SELECT count(*) FROM journal WHERE entry LIKE '%"audit.exported"%'`);
  expect(noted.pluck().get()).toBe(2);
  await api.remove({ id });
  expect((await api.list({ limit: 10, of: 'me' })).exports).toEqual([]);
});

it('refuses what is no request: paths for ids, huge choices, formats and days of one’s own', async () => {
  const api = as('IT');
  const refused = async (call: () => Promise<unknown>) => {
    const error: unknown = await call().then(
      () => 'done',
      (thrown: unknown) => thrown,
    );
    return error instanceof Error && 'code' in error ? error.code : error;
  };
  const calls: (() => Promise<unknown>)[] = [
    () => api.get({ id: '../../console.sqlite' }),
    () => api.download({ id: NOBODYS }),
    () => api.read({ ticket: NOBODYS, offset: 0, length: 10 }),
    () => api.read({ ticket: NOBODYS, offset: -1, length: 10 }),
    () => api.cancel({ id: NOBODYS }),
    () => api.remove({ id: NOBODYS }),
    () => api.start({ ...LIST, formats: ['exe' as never] }),
    () => api.start({ ...LIST, formats: [] }),
    () => api.start({ ...LIST, expiryDays: 365 }),
    () => api.start({ ...LIST, report: '__proto__' }),
    () => api.start({ ...LIST, parameters: { text: 'x'.repeat(30_000) } }),
    () => api.start({ ...LIST, parameters: { siteId: { $ne: null } } }),
    () =>
      api.start({
        report: 'incidents.one',
        parameters: { id: "'; DROP TABLE export; --" },
        formats: ['pdf'],
      }),
    () => api.start({ report: 'incidents.one', parameters: { id: NOBODYS }, formats: ['pdf'] }),
  ];
  for (const [index, call] of calls.entries())
    expect([index, await refused(call)]).toEqual([index, 'BAD_REQUEST']);
  expect((await api.list({ limit: 10, of: 'me' })).exports).toEqual([]);
});

it('shows everybody’s exports to who manages them only', async () => {
  await as('IT').start(LIST);
  await expect(as('IT').list({ limit: 10, of: 'everybody' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect((await as('SA').list({ limit: 10, of: 'everybody' })).exports).toHaveLength(1);
  expect((await as('SA').list({ limit: 10, of: 'me' })).exports).toEqual([]);
});
