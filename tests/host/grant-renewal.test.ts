import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { list } from '#shared/domains/incidents/queries/list.ts';
import { rename } from '#shared/domains/people/manage.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { appRouter } from '#host/api/router.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet } from '../transport/fleet.ts';
import type { FrailLink } from '../transport/frail-link.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

const AT: Connection = { sessionId: 'test', kind: 'window' };
const ADMINISTRATOR = { name: 'Ines Duarte', signInName: 'admin', passphrase: 'following seas' };
/** An office: on land a month without contact means that something is wrong. */
const GRANTED_DAYS = 30;

let fleet: Fleet;
let folder: string;
let link: FrailLink;
let host: Host;
let carrier: SimConsole;

beforeEach(async () => {
  fleet = await Fleet.start();
  carrier = await fleet.join('AUR', await fleet.link());
  link = await fleet.link();
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-grants-'));
  const { clock } = fleet.server;
  host = await composeHost({ dataFolder: folder, version: 'test', clock, log: pino({ level: 'silent' }) });
  const code = await fleet.server.siteCode('OFF');
  await host.services.setup.join(AT, { serverUrl: link.url, code, deviceName: 'Office' });
  await host.services.setup.createAdministrator(AT, ADMINISTRATOR);
  await host.services.sync.now();
});
afterEach(async () => {
  await host.close();
  await fleet.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Days without contact; whoever comes back then signs in again. */
async function afterDaysAlone(days: number): Promise<void> {
  link.breakAfter(0);
  fleet.server.clock.advance(days * DAY_MS);
  await host.services.session.signIn(AT, ADMINISTRATOR);
}

function grant() {
  return host.services.session.status(AT).grant;
}

function held(): { state: string; expiresAt: string } {
  return { state: 'held', expiresAt: isoOf(fleet.server.clock.now() + GRANTED_DAYS * DAY_MS) };
}

/** As the person who is signed in, through what a page calls. */
function api() {
  return appRouter.createCaller({ services: host.services, connection: AT });
}

/** The way by stick: saved here, carried to a console that has a link, and its answer brought back. */
async function exchangeByFile(): Promise<unknown> {
  const { base64 } = await api().sync.exportFile();
  const answered = await carrier.sync.service.importFile({ base64 });
  if (answered.kind !== 'answered') throw new Error(`Not an answer: ${answered.kind}`);
  return api().sync.importFile({ base64: answered.base64 });
}

function outcomeOf(command: Command, input: object): string {
  try {
    const actor = host.services.session.mustActor(AT);
    host.services.runCommand(command, { commandId: randomUUID(), input }, actor);
    return 'done';
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
}

function renamed(): string {
  return outcomeOf(rename, { id: host.services.session.mustActor(AT).id, name: 'Ines D.' });
}

function reported(): string {
  return outcomeOf(incidentCommands.report, { title: 'Smoke in the archive', severity: 'high' });
}

it('near its end a grant is renewed by an exchange with the server', async () => {
  expect(grant()?.state).toBe('held');
  await afterDaysAlone(25);
  expect(grant()?.state).toBe('ending');
  link.breakAfter(Number.POSITIVE_INFINITY);
  await api().sync.now();
  expect(grant()).toEqual(held());
});

it('near its end a grant is renewed by a file that somebody carries', async () => {
  await afterDaysAlone(25);
  expect(grant()?.state).toBe('ending');
  expect(await exchangeByFile()).toMatchObject({ kind: 'taken-in' });
  expect(grant()).toEqual(held());
});

it('after its end there is reading and emergencies, and a file brings everything else back', async () => {
  await afterDaysAlone(GRANTED_DAYS + 1);
  expect(grant()?.state).toBe('lapsed');
  expect([renamed(), reported()]).toEqual(['forbidden', 'done']);
  const actor = host.services.session.mustActor(AT);
  expect(host.services.runQuery(list, { state: 'open' }, actor)).toMatchObject({ total: 1 });
  await expect(api().exports.start(EXPORT)).rejects.toMatchObject({ code: 'FORBIDDEN' });

  expect(await exchangeByFile()).toMatchObject({ kind: 'taken-in' });

  expect(grant()).toEqual(held());
  expect([renamed(), reported()]).toEqual(['done', 'done']);
  await expect(api().exports.start(EXPORT)).resolves.toMatchObject({ id: expect.any(String) });
});

it('a grant that lapsed is there again after an exchange over the link, with what was reported meanwhile', async () => {
  await afterDaysAlone(GRANTED_DAYS + 1);
  expect([grant()?.state, reported()]).toEqual(['lapsed', 'done']);
  link.breakAfter(Number.POSITIVE_INFINITY);
  await api().sync.now();
  expect([grant(), renamed()]).toEqual([held(), 'done']);
  expect(host.services.sync.status()).toMatchObject({ needsAttention: 0 });
});

const EXPORT = { report: 'incidents.list', parameters: {}, formats: ['csv' as const] };
