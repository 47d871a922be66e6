import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { AttachedFile } from '#shared/domains/incidents/attach.ts';
import { attachment } from '#shared/domains/files/schema.ts';
import { personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { Attachments } from './attachment-service.ts';
import { BlobRows } from './blob-rows.ts';
import { BlobStore } from './blob-store.ts';
import { ReachedAttachments } from './reached-attachments.ts';

const OTHER_SITE = '01950000-0000-7000-8000-00000000000f';
const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000001000000010', 'hex');
const PREVIEW = Buffer.concat([PNG, Buffer.from('small')]);

let folder: string;
let board: TestConsole;
let files: ReachedAttachments;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-reached-'));
  board = testConsole();
  const { store, clock } = board;
  const stored = new Attachments({
    store,
    clock,
    rows: new BlobRows(store.db),
    blobs: new BlobStore(folder),
  });
  files = new ReachedAttachments(stored, store);
});
afterEach(() => {
  board.close();
  rmSync(folder, { recursive: true, force: true });
});

function person(id: string, changes: Partial<PersonActor> = {}): PersonActor {
  // `personActor` makes people.
  return { ...personActor('IT'), id, ...changes } as PersonActor;
}

const ANNE = person('01950000-0000-7000-8000-0000000002a1');
const BEN = person('01950000-0000-7000-8000-0000000002b1');
const STRANGER = person('01950000-0000-7000-8000-0000000002c1', { siteId: OTHER_SITE });
const TRAINEE = person('01950000-0000-7000-8000-0000000002d1', { rowScope: 'own' });
const BROKER = person('01950000-0000-7000-8000-0000000002e1', {
  jobProfile: 'broker',
  organisationId: 'Lanes & Co',
});
const OFFICE = person('01950000-0000-7000-8000-0000000002f1', { role: 'IC', siteId: OTHER_SITE });
const ALL = [ANNE, BEN, STRANGER, TRAINEE, BROKER, OFFICE];

async function uploaded(by: PersonActor, bytes = PNG): Promise<AttachedFile> {
  const { uploadId } = files.begin({ fileName: 'deck.png', sizeBytes: bytes.length });
  files.append({ uploadId, offset: 0, base64: bytes.toString('base64') });
  return files.finish(by, { uploadId });
}

function answerFor(actor: PersonActor, sha256: string, recordId?: string): string {
  const which = recordId === undefined ? {} : { recordId };
  try {
    const { base64 } = files.read(actor, { sha256, ...which, offset: 0, length: 100 });
    return Buffer.from(base64, 'base64').toString('hex').slice(0, 8);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

const READ = '89504e47';
const NOTHING = 'This console knows of no such file.';
const answers = (sha256: string) => ALL.map((actor) => answerFor(actor, sha256));

test('bytes of a form that is not sent yet are its author’s alone', async () => {
  const { sha256 } = await uploaded(ANNE);
  expect(answers(sha256)).toEqual([READ, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING]);
});

test('bytes are for whoever sees a record that names them, as its file or as the small picture of it', async () => {
  const preview = await uploaded(ANNE, PREVIEW);
  const file = await uploaded(ANNE);
  const withPreview = { ...file, previewSha256: preview.sha256, previewSizeBytes: preview.sizeBytes };
  board.run(incidentCommands.report, { title: 'Smoke', severity: 'low', attachments: [withPreview] }, ANNE);
  // The trainee sees what is theirs, the broker what is their organisation's: neither sees this.
  const expected = [READ, READ, NOTHING, NOTHING, NOTHING, READ];
  expect([answers(file.sha256), answers(preview.sha256)]).toEqual([expected, expected]);
});

test('whoever sees a record sees what others attached to it', async () => {
  const { id } = board.run<{ id: string }>(
    incidentCommands.report,
    { title: 'Smoke', severity: 'low' },
    TRAINEE,
  );
  const file = await uploaded(ANNE);
  board.run(incidentCommands.attachFile, { id, file }, ANNE);
  expect(answerFor(TRAINEE, file.sha256)).toBe(READ);
});

test('a record that is named opens its own bytes and no others', async () => {
  const mine = await uploaded(ANNE);
  const draft = await uploaded(BEN, PREVIEW);
  board.run(incidentCommands.report, { title: 'Smoke', severity: 'low', attachments: [mine] }, ANNE);
  const [named] = board.store.db.prepare(`SELECT id FROM ${attachment.kind}`).pluck().all().map(String);
  expect([
    answerFor(ANNE, mine.sha256, named),
    answerFor(ANNE, draft.sha256, named),
    answerFor(STRANGER, mine.sha256, named),
  ]).toEqual([READ, NOTHING, NOTHING]);
});

test('a file goes with a report only for whoever may attach files', async () => {
  const file = await uploaded(ANNE);
  const report = { title: 'Smoke', severity: 'low', attachments: [file] };
  const denied = { ...ANNE, denied: ['files.attach'] };
  expect(() => board.run(incidentCommands.report, report, denied)).toThrow('(files.attach)');
});
