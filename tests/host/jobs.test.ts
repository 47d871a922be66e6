import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Role } from '#shared/access/roles.ts';
import { jobsRouter } from '#host/api/job-procedures.ts';
import { systemClock } from '#host/clock/system-clock.ts';
import { composeHost, type Host } from '#host/compose.ts';
import { personActor } from '#tests/support/test-console.ts';
import { catalogue } from '#renderer/shell/words.ts';

let folder: string;
let host: Host;

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-jobs-'));
  const log = pino({ level: 'silent' });
  host = await composeHost({ dataFolder: folder, version: 'test', clock: systemClock(), log });
  await host.services.setup.loadDemonstration('AUR');
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

function as(role: Role) {
  const session = {
    ...host.services.session,
    mustActor: () => personActor(role, 'crew', host.store.state.site?.id),
  };
  const services = { ...host.services, session };
  return jobsRouter.createCaller({ services, connection: { sessionId: 'test', kind: 'window' } });
}

it('lists every job of a console under a name that its page has, with its next time', async () => {
  const { jobs, isHome, waiting } = await as('AP').overview();
  expect(isHome).toBe(true);
  expect(jobs.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'store.backup',
      'store.archive',
      'statistics.verify',
      'system.monitor',
      'system.clean-up',
    ]),
  );
  expect(jobs.filter(({ titleKey }) => catalogue[titleKey] === undefined)).toEqual([]);
  expect(jobs.filter(({ cron, nextAt }) => cron !== null && nextAt === null)).toEqual([]);
  // A store without a backup does not wait for its hour.
  expect(waiting).toMatchObject([{ name: 'store.backup', cause: 'request', state: 'pending' }]);
});

it('runs a job for who may, in a real host, and says what came of it', async () => {
  await as('AP').runNow({ name: 'system.clean-up' });
  await expect
    .poll(async () => (await as('IP').history({ limit: 5, name: 'system.clean-up' })).runs)
    .toMatchObject([
      {
        state: 'completed',
        result: { key: 'job.system.cleanUp.done', params: { count: 0 } },
        askedBy: 'AP crew',
      },
    ]);
  await expect(as('IP').runNow({ name: 'system.clean-up' })).rejects.toThrow('jobs.manage');
  await expect(as('IT').overview()).rejects.toThrow('jobs.read');
  await expect(as('AP').runNow({ name: 'no such job' })).rejects.toThrow('no such job');
});
