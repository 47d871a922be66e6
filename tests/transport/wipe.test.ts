import { generateKeyPairSync, sign } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { type WipeOrder, wipeText } from '#shared/sync/wipe.ts';
import { serverKey } from '#sync-server/server-key.ts';
import { revokeDevice } from '#sync-server/enrolment/administer.ts';
import { httpTransport } from '#host/sync/http-transport.ts';
import type { SyncTransport, TransportRequest, TransportResponse } from '#host/sync/transport.ts';
import { unreachable } from '#host/sync/transport.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet } from './fleet.ts';

type Answer = (request: TransportRequest) => Promise<TransportResponse> | undefined;

let fleet: Fleet;
let ship: SimConsole;
let did: string[];
/** Answers in the server's place where it returns something: whoever sits between the two. */
let between: Answer;

beforeEach(async () => {
  fleet = await Fleet.start();
  did = [];
  between = () => undefined;
  ship = await fleet.join('AUR', await fleet.link(), {
    transportTo: tapped,
    wipe: { ordered: () => did.push('ordered'), erase: () => did.push('erased') },
  });
});

afterEach(() => fleet.close());

function tapped(serverUrl: string): SyncTransport {
  const inner = httpTransport(serverUrl);
  return { ...inner, request: (request) => between(request) ?? inner.request(request) };
}

function refusedWith(wipe: unknown): Answer {
  const body = Buffer.from(JSON.stringify({ error: { code: 'device-revoked', message: 'Shut out.', wipe } }));
  return async () => ({ status: 403, headers: { 'content-type': 'application/json' }, body });
}

function revoke(isWipeAsked: boolean): Promise<void> {
  return revokeDevice(fleet.server.storage, ship.deviceId, fleet.server.clock.now(), isWipeAsked);
}

function quarantined(): { command: string }[] {
  const folder = path.join(fleet.server.folder, 'blobs', 'quarantine', ship.deviceId);
  return readdirSync(folder).flatMap(
    (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')).entries,
  );
}

it('hands unsent work over and erases, in this order, when the server says so', async () => {
  ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await revoke(true);
  await ship.sync.service.now();

  expect(did).toEqual(['ordered', 'erased']);
  expect(quarantined()).toMatchObject([{ command: 'incidents.report' }]);
  expect(ship.sync.service.status()).toMatchObject({ link: 'refused', problem: { code: 'device-revoked' } });
});

it('erases also when its work can not be handed over', async () => {
  ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await revoke(true);
  let attempts = 0;
  between = ({ path: asked }) => {
    if (asked !== '/v1/quarantine') return undefined;
    attempts += 1;
    return Promise.reject(unreachable('cut'));
  };
  await ship.sync.service.now();

  expect([did, attempts]).toEqual([['ordered', 'erased'], 3]);
});

it('is only shut out when nobody asked for more', async () => {
  await revoke(false);
  await ship.sync.service.now();

  expect([did, ship.sync.service.status().link]).toEqual([[], 'refused']);
});

it.each(['of nobody', 'of somebody else', 'for another console', 'for another time', 'true'])(
  'takes an order %s for a refusal',
  async (what) => {
    const askedAtMs = 1;
    const other = generateKeyPairSync('ed25519').privateKey;
    const { sign: signs } = await fleet.server.inStorage(serverKey);
    const order = (bytes: Uint8Array): WipeOrder => ({
      askedAtMs,
      signature: Buffer.from(bytes).toString('hex'),
    });
    const forged: { readonly [what: string]: unknown } = {
      'of nobody': order(new Uint8Array(64)),
      'of somebody else': order(sign(null, Buffer.from(wipeText(ship.deviceId, askedAtMs)), other)),
      'for another console': order(signs(wipeText('another-device', askedAtMs))),
      'for another time': order(signs(wipeText(ship.deviceId, askedAtMs + 1))),
      true: true,
    };
    between = refusedWith(forged[what]);
    await ship.sync.service.now();

    const { link, problem } = ship.sync.service.status();
    expect([did, link, problem?.code]).toEqual([[], 'refused', 'device-revoked']);
  },
);

it('would have obeyed the same order from its own server', async () => {
  const { sign: signs } = await fleet.server.inStorage(serverKey);
  const signature = Buffer.from(signs(wipeText(ship.deviceId, 1))).toString('hex');
  between = refusedWith({ askedAtMs: 1, signature });
  await ship.sync.service.now();

  expect(did).toEqual(['ordered', 'erased']);
});
