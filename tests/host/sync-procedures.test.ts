import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Role } from '#shared/access/roles.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import { syncRouter } from '#host/api/sync-procedures.ts';
import { personActor } from '#tests/support/test-console.ts';

let folder: string;
let host: Host;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-sync-procedures-'));
  const log = pino({ level: 'silent' });
  host = await composeHost({ dataFolder: folder, version: 'test', clock: systemClock(), log });
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function as(role: Role) {
  const session = { ...host.services.session, mustActor: () => personActor(role) };
  const services = { ...host.services, session };
  return syncRouter.createCaller({ services, connection: { sessionId: 'test', kind: 'window' } });
}

const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown'),
  );

it('lets everybody look, and only those who may manage the exchange change it', async () => {
  const acts = (role: Role) => {
    const api = as(role);
    return Promise.all(
      [
        api.exchanges({ limit: 10 }),
        api.conflicts({ limit: 10 }),
        api.attention(),
        api.now(),
        api.setPaused({ paused: false }),
        api.sendEverything(),
        api.setLinkClass({ linkClass: 'satellite' }),
      ].map(outcomeOf),
    );
  };
  const looking = ['done', 'done', 'done'];
  expect(await acts('IT')).toEqual([...looking, 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  expect(await acts('IP')).toEqual([...looking, 'done', 'done', 'done', 'done']);
  expect(host.services.sync.status().linkClass).toBe('satellite');
});

it('asks nobody for conflicts while the console belongs to no company', async () => {
  expect(await outcomeOf(as('IT').fetchConflicts())).toBe('done');
  expect(await as('IT').conflicts({ limit: 10 })).toEqual({
    conflicts: [],
    more: false,
    unseen: 0,
    askedAt: null,
  });
});
