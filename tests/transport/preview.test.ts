import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { detail } from '#shared/domains/incidents/queries/detail.ts';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { QueryRunner } from '#host/commands/query-runner.ts';
import type { SimConsole } from '../simulation/sim-console.ts';
import { Fleet } from './fleet.ts';
import type { FrailLink } from './frail-link.ts';

/** A quarter of a minute at 9.6 kbit/s. */
const BYTES_PER_CONNECTION = 18_000;
const FILE_BYTES = 300_000;
const PREVIEW_BYTES = 4_000;

let fleet: Fleet;
let shipLink: FrailLink;
let officeLink: FrailLink;
let ship: SimConsole;
let office: SimConsole;

beforeEach(async () => {
  fleet = await Fleet.start();
  [shipLink, officeLink] = [await fleet.link(), await fleet.link()];
  ship = await fleet.join('AUR', shipLink);
  office = await fleet.join('OFF', officeLink);
});

afterEach(() => fleet.close());

/** A PNG header, then bytes that are no picture: nobody decodes it here. */
function picture(sizeBytes: number): Buffer {
  const header = '89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61';
  const bytes = randomBytes(sizeBytes);
  Buffer.from(header, 'hex').copy(bytes);
  return bytes;
}

async function stored(at: SimConsole, bytes: Buffer) {
  const { attachments } = at.sync;
  const { uploadId, chunkBytes } = attachments.begin({ fileName: 'deck.png', sizeBytes: bytes.length });
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) {
    const base64 = bytes.subarray(offset, offset + chunkBytes).toString('base64');
    attachments.append({ uploadId, offset, base64 });
  }
  return attachments.finish({ uploadId });
}

async function attach(at: SimConsole, id: string): Promise<void> {
  const file = await stored(at, picture(FILE_BYTES));
  const preview = await stored(at, picture(PREVIEW_BYTES));
  const withPreview = {
    ...file,
    previewSha256: preview.sha256,
    previewSizeBytes: preview.sizeBytes,
  };
  at.run(incidentCommands.attachFile, { id, file: withPreview });
}

/** How much of each file of an incident is here, in the order they were attached. */
function filesAt(at: SimConsole, id: string) {
  const { clock } = fleet.server;
  const queries = new QueryRunner(at.store, clock, createAuditNotes(at.store, clock));
  const { attachments } = queries.run<ReturnType<typeof detail.run>>(detail, { id }, at.actor);
  return attachments.map(({ bytesHere, previewBytesHere }) => ({ bytesHere, previewBytesHere }));
}

async function settled(at: SimConsole): Promise<void> {
  await at.sync.service.now();
  await at.sync.settled();
}

it('brings the preview of a picture over a thin link long before the picture', async () => {
  const { output } = ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await settled(ship);
  await settled(office);
  await attach(ship, output.id);
  shipLink.breakAfter(BYTES_PER_CONNECTION);
  await settled(ship);
  await settled(office);

  expect(filesAt(office, output.id)).toEqual([{ bytesHere: 0, previewBytesHere: PREVIEW_BYTES }]);
  expect(shipLink.count().bytesUp).toBeLessThan(FILE_BYTES / 4);
});

it('fetches a preview before it sends a picture of its own', async () => {
  const { output } = ship.run(incidentCommands.report, { title: 'Oil on deck', severity: 'low' });
  await settled(ship);
  await settled(office);
  await attach(ship, output.id);
  await settled(ship);
  const file = await stored(office, picture(FILE_BYTES));
  office.run(incidentCommands.attachFile, { id: output.id, file });
  officeLink.breakAfter(BYTES_PER_CONNECTION);
  for (let round = 0; round < 3; round += 1) await settled(office);

  expect(filesAt(office, output.id)).toEqual([
    { bytesHere: 0, previewBytesHere: PREVIEW_BYTES },
    { bytesHere: FILE_BYTES, previewBytesHere: 0 },
  ]);
});
