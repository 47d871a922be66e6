import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportKind } from '#shared/audit/export-format.ts';
import { JournalFilter } from '#shared/audit/journal-view.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';
import { must } from '#shared/kernel/assert.ts';
import { witnessText } from '#shared/sync/witness.ts';
import { takeWitness } from '#host/audit/witness.ts';
import { unreachable } from '#host/sync/transport.ts';
import { publicKeyOf } from '#sync-server/enrolment/administer.ts';
import { journalOf } from '#tests/support/journal-board.ts';
import { journalVerifier } from '#tests/support/journal-verifier.ts';
import { personActor } from '#tests/support/test-console.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet } from './fleet.ts';

const AUDITOR = personActor('IN', 'auditor');
const WORK = { signal: undefined, onProgress: () => undefined };

let fleet: Fleet;
let ship: SimConsole;

beforeEach(async () => {
  fleet = await Fleet.start();
  ship = await fleet.join('AUR', await fleet.link(), { inMemory: false });
});
afterEach(() => fleet.close());

function report(title: string): void {
  ship.run(incidentCommands.report, { title, severity: 'low' });
}

/** Entries of the journal that the server has and countersigns when time has passed. */
async function broughtToTheServer(): Promise<{ seq: number; at: string }> {
  fleet.server.clock.advance(DAY_MS);
  await ship.sync.service.now();
  const { seq, atMs } = must(ship.store.state.witness, 'a countersignature');
  return { seq, at: new Date(atMs).toISOString() };
}

async function exported(kind: ExportKind, filter: Partial<JournalFilter> = {}): Promise<string> {
  const clock = { now: () => Date.now(), monotonicMs: () => 0 };
  const link = () => ({ send: () => Promise.reject(unreachable('there is none')) });
  const { service } = journalOf({ store: ship.store, clock, folder: ship.folder, link });
  const request = { kind, filter: JournalFilter.parse(filter) };
  const { id } = await service.export(AUDITOR, request, WORK);
  return Buffer.from(service.readExport({ id, offset: 0 }).base64, 'base64').toString('utf8');
}

describe.each(['json', 'csv'] as const)('a journal exported as %s', (kind) => {
  it('carries the countersignature of the server, and says what it covers and what not', async () => {
    report('Oil on deck');
    const { seq, at } = await broughtToTheServer();
    const all = await exported(kind);
    report('Not told to anybody yet');
    const more = await exported(kind);
    const key = await publicKeyOf(fleet.server.storage);
    const checked = (text: string, serverKey?: string) => journalVerifier().verifyJournal(text, serverKey);

    const covered = `Entries 1 to ${seq} were at the server by ${at}, countersigned by your server.`;
    expect(await checked(all, key)).toMatchObject({ state: 'valid', witness: covered });
    expect(await checked(all, ` ${key.toUpperCase()} `)).toMatchObject({ state: 'valid', witness: covered });
    // Where a browser has no Ed25519.
    expect(await journalVerifier({ hasWebCrypto: false }).verifyJournal(all, key)).toMatchObject({
      witness: covered,
    });
    expect((await checked(more, key)).witness).toBe(
      `${covered} What came after entry ${seq} is not covered.`,
    );
    expect((await checked(all)).witness).toMatch(/by a server whose key stands below; compare it\.$/);
  });

  it('is bad when another server is meant, and when the countersignature is forged', async () => {
    report('Oil on deck');
    const { seq } = await broughtToTheServer();
    const text = await exported(kind);
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
    const otherKey = other.subarray(-32).toString('hex');
    expect(await journalVerifier().verifyJournal(text, otherKey)).toMatchObject({
      state: 'bad',
      message: `The countersignature of entry ${seq} is not by the server whose key you entered.`,
    });
    // The console itself signs the export, so it can put there whatever it likes but a signature of the server.
    const { signature } = must(ship.store.state.witness, 'a countersignature');
    ship.store.bookkeeping(() => {
      const kept = must(ship.store.state.witness, 'a countersignature');
      const turned = signature.startsWith('0') ? '1' : '0';
      ship.store.state.witness = { ...kept, signature: turned + signature.slice(1) };
    });
    for (const hasWebCrypto of [true, false]) {
      expect(await journalVerifier({ hasWebCrypto }).verifyJournal(await exported(kind))).toMatchObject({
        state: 'bad',
        message: `The countersignature of entry ${seq} is forged: the server named here did not sign it.`,
      });
    }
  });
});

it('a journal that was rewritten after the server had countersigned it is found out', async () => {
  report('Oil on deck');
  const { seq } = await broughtToTheServer();
  // A server of one's own would sign another head: the key is then not the one that the reader knows.
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const serverKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const kept = must(ship.store.state.witness, 'a countersignature');
  const said = { seq, atMs: kept.atMs, hash: '0'.repeat(64) };
  const signature = sign(null, Buffer.from(witnessText(ship.deviceId, said)), privateKey).toString('hex');
  ship.store.bookkeeping(() => {
    ship.store.state.witness = { ...kept, ...said, serverKey, signature };
  });
  const text = await exported('json');
  expect(await journalVerifier().verifyJournal(text, serverKey)).toMatchObject({
    state: 'bad',
    badSeq: seq,
    message: expect.stringContaining('the journal was rewritten'),
  });
});

it('of a part of a journal only what hangs together with the countersigned entry is covered', async () => {
  report('Oil on deck');
  const { seq, at } = await broughtToTheServer();
  const last = await exported('json', { command: 'incidents.report' });
  const none = await exported('json', { command: 'people.createFirstAdministrator' });
  const key = await publicKeyOf(fleet.server.storage);
  expect((await journalVerifier().verifyJournal(last, key)).witness).toBe(
    `Entry ${seq} was at the server by ${at}, countersigned by your server. ` +
      `Of what came before entry ${seq} this part is not complete enough to say so.`,
  );
  expect((await journalVerifier().verifyJournal(none, key)).witness).toMatch(
    /nothing here is covered by that/,
  );
});

it('a console takes no countersignature that its server did not give', async () => {
  report('Oil on deck');
  const { seq } = await broughtToTheServer();

  const before = ship.store.state.witness;
  ship.store.bookkeeping(() => {
    takeWitness(ship.store, { seq, atMs: Date.now(), signature: 'ab'.repeat(64) });
    takeWitness(ship.store, { seq: seq + 50, atMs: Date.now(), signature: 'ab'.repeat(64) });
  });
  expect(ship.store.state.witness).toEqual(before);
});

it('a chain that does not grow is not countersigned again', async () => {
  report('Oil on deck');
  const first = await broughtToTheServer();
  const second = await broughtToTheServer();
  expect(second).toEqual(first);
});
