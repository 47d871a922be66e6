import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { readExchangeFile, writeExchangeFile } from '#shared/sync/exchange-file.ts';
import { deviceKey } from '#host/sync/device-key.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet } from './fleet.ts';
import type { FrailLink } from './frail-link.ts';

let fleet: Fleet;
let shipLink: FrailLink;
let ship: SimConsole;
let office: SimConsole;

beforeEach(async () => {
  fleet = await Fleet.start();
  shipLink = await fleet.link();
  ship = await fleet.join('AUR', shipLink);
  office = await fleet.join('OFF', await fleet.link());
  // From here on the ship has a stick and nothing else.
  shipLink.breakAfter(0);
});

afterEach(() => fleet.close());

function report(title: string): void {
  ship.run(incidentCommands.report, { title, severity: 'low' });
}

/** The ship's file, carried by the office to the server: the answer. */
async function carried(base64 = ship.sync.service.exportFile().base64): Promise<string> {
  const outcome = await office.sync.service.importFile({ base64 });
  if (outcome.kind !== 'answered') throw new Error(`Not an answer: ${outcome.kind}`);
  return outcome.base64;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'taken';
  } catch (error) {
    return isDomainError(error) ? error.code : String(error);
  }
}

const titles = (at: SimConsole) =>
  at.records().flatMap((record) => (record.kind === 'incident' ? [record['title']] : []));

it('goes to the office and back on a stick, both ways', async () => {
  report('Oil on deck');
  const { fileName, base64 } = ship.sync.service.exportFile();
  const answer = await carried(base64);
  await office.sync.service.now();
  const [incident] = office.records().filter(({ kind }) => kind === 'incident');
  office.run(incidentCommands.comment, { id: incident?.id, text: 'Seen' });
  await office.sync.service.now();
  const first = await ship.sync.service.importFile({ base64: answer });
  const second = await ship.sync.service.importFile({ base64: await carried() });

  expect(fileName).toMatch(/^AUR-.*-to-office\.fairlead$/);
  expect(titles(office)).toEqual(['Oil on deck']);
  expect(first).toMatchObject({ kind: 'taken-in', applied: 1, rejected: 0 });
  expect(second).toMatchObject({ kind: 'taken-in', applied: 0, recordsChanged: 1 });
  expect(ship.sync.service.status()).toMatchObject({ outboxEntries: 0, needsAttention: 0 });
});

it('has the effect of once, however often and in whatever order its files are brought', async () => {
  report('First');
  const older = ship.sync.service.exportFile().base64;
  report('Second');
  const newer = ship.sync.service.exportFile().base64;
  const answers = [await carried(newer), await carried(newer)];
  const overtaken = await refusal(carried(older));
  const taken = await ship.sync.service.importFile({ base64: answers[1] ?? '' });
  const again = await refusal(ship.sync.service.importFile({ base64: answers[0] ?? '' }));
  await office.sync.service.now();

  expect([titles(office), taken, again, overtaken]).toMatchObject([
    ['First', 'Second'],
    { applied: 2 },
    'stale',
    'stale',
  ]);
});

describe('a file that is not what it should be', () => {
  it('is refused when a byte of it has changed', async () => {
    report('Oil on deck');
    const bytes = Buffer.from(ship.sync.service.exportFile().base64, 'base64');
    for (const at of [3, 9, 30, bytes.length - 120, bytes.length - 80, bytes.length - 10]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(['invalid-input', 'signature-wrong']).toContain(
        await refusal(carried(changed.toString('base64'))),
      );
    }
    await office.sync.service.now();
    expect(titles(office)).toEqual([]);
  });

  it('is refused when it answers another console', async () => {
    const answer = await carried(ship.sync.service.exportFile().base64);

    expect(await refusal(office.sync.service.importFile({ base64: answer }))).toBe('invalid-input');
  });

  it('is refused when the server has not signed it', async () => {
    const answer = Buffer.from(await carried(), 'base64');
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();
    const forged = writeExchangeFile(readExchangeFile(answer, sha256), sha256, (text) =>
      Buffer.from(deviceKey(office.store).sign(text), 'hex'),
    );
    const base64 = Buffer.from(forged).toString('base64');

    expect(await refusal(ship.sync.service.importFile({ base64 }))).toBe('signature-wrong');
  });
});
