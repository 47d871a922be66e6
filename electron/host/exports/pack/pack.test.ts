import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { NO_FACTS } from '#shared/domains/incidents/schema/facts.ts';
import { must } from '#shared/kernel/assert.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { offeredBy } from '#tests/support/verifier-page.ts';
import { blobFormatsOf } from '../../attachments/blob-formats.ts';
import { BlobStore } from '../../attachments/blob-store.ts';
import { Workers } from '../../workers/workers.ts';
import { createAuditNotes } from '../../audit/audit-notes.ts';
import { createExports } from '../create-exports.ts';
import { pdfPages } from '../testing/pdf-text.ts';
import { verifyPage } from './verify-page.ts';

const { report, attachFile, assessReportability } = incidentCommands;

type Files = Map<string, Uint8Array>;
type Verdict = {
  readonly state: 'valid' | 'bad';
  readonly message: string;
  readonly faults: readonly { readonly name: string; readonly what: string }[];
  readonly manifest?: {
    readonly journal: { readonly seq: number; readonly hash: string };
    readonly files: readonly { readonly name: string }[];
  };
};
type Page = { verifyPack(files: Files): Promise<Verdict>; unzip(bytes: Uint8Array): Promise<Files> };

function pageIn(html: string, how: { readonly hasWebCrypto?: boolean } = {}): Page {
  // What its script says it offers.
  return offeredBy(html, how) as Page;
}

const PHOTO = Buffer.concat([Buffer.from('not really a picture '), randomBytes(2_000)]);
const PHOTO_NAME = 'attachments/bow.png';

let folder: string;
let board: TestConsole;
let workers: Workers;
let made: ReturnType<typeof createExports>;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-pack-'));
  const file = path.join(folder, 'console.sqlite');
  board = testConsole({ file, runTimers: false });
  workers = new Workers({ file });
  made = createExports({
    store: board.store,
    runJob: (name, input, how) => workers.run(name, input, how),
    dataFolder: folder,
    encryption: 'off',
    audit: createAuditNotes(board.store, board.clock),
    clock: board.clock,
    log: pino({ level: 'silent' }),
  });
});
afterEach(async () => {
  await made.close();
  await workers.close();
  board.close();
  rmSync(folder, { recursive: true });
});

async function packed(changes: object = {}): Promise<Buffer> {
  const { id } = board.run<{ id: string }>(report, { title: 'Steering lost', severity: 'high' });
  const sha256 = createHash('sha256').update(PHOTO).digest('hex');
  const blobs = new BlobStore(folder, blobFormatsOf(board.store.state, false));
  blobs.beginIncoming('upload');
  blobs.appendIncoming('upload', PHOTO);
  blobs.keepIncoming('upload', sha256);
  const file = { sha256, sizeBytes: PHOTO.length, mediaType: 'image/png', fileName: 'bow.png' };
  board.run(attachFile, { id, file });
  board.run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true });
  const asked = {
    report: 'incidents.regulatorPack',
    parameters: { id },
    formats: ['zip' as const],
    attachments: true,
  };
  const started = made.service.start(MASTER, { ...asked, ...changes });
  await expect
    .poll(() => made.service.get(MASTER, started.id).state, { timeout: 15_000 })
    .not.toMatch(/pending|processing/);
  expect(made.service.get(MASTER, started.id)).toMatchObject({
    state: 'completed',
    problem: null,
    format: 'zip',
  });
  const { ticket, sizeBytes } = made.service.download(MASTER, started.id);
  const { base64 } = made.service.read(MASTER, { ticket, offset: 0, length: sizeBytes });
  return Buffer.from(base64, 'base64');
}

describe('a regulator pack', () => {
  it('is found valid by the page inside it, with WebCrypto and without, and names the journal’s head', async () => {
    const bytes = await packed();
    const html = verifyPage();
    for (const hasWebCrypto of [true, false]) {
      const page = pageIn(html, { hasWebCrypto });
      const files = await page.unzip(bytes);
      const verdict = await page.verifyPack(files);
      expect(verdict).toMatchObject({ state: 'valid', faults: [] });
      expect(verdict.manifest?.files.map(({ name }) => name)).toEqual([
        'Regulator pack AUR-INC-2026-0001.pdf',
        'Regulator pack AUR-INC-2026-0001.json',
        'CG-2692 for AUR-INC-2026-0001.pdf',
        'CG-2692 for AUR-INC-2026-0001.json',
        'A.851 for AUR-INC-2026-0001.pdf',
        'A.851 for AUR-INC-2026-0001.json',
        'MSC-MEPC.3-Circ.4 for AUR-INC-2026-0001.pdf',
        'MSC-MEPC.3-Circ.4 for AUR-INC-2026-0001.json',
        PHOTO_NAME,
        'verify.html',
      ]);
      // Three commands, and the note that it was made.
      expect(verdict.manifest?.journal).toMatchObject({ seq: 4 });
      expect(Buffer.from(must(files.get('verify.html'), 'the page')).toString()).toBe(html);
    }
  });

  it.each(['attachments/bow.png', 'CG-2692 for AUR-INC-2026-0001.json', 'manifest.json', 'SHA256SUMS'])(
    'names %s when one byte of it is another one',
    async (name) => {
      const page = pageIn(verifyPage());
      const files = await page.unzip(await packed());
      const bytes = Buffer.from(must(files.get(name), name));
      // In the manifest a letter of the author’s name: it stays readable.
      const at = name === 'manifest.json' ? bytes.indexOf('"author": "') + 12 : bytes.length >> 1;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const verdict = await page.verifyPack(new Map(files).set(name, bytes));
      expect([verdict.state, verdict.faults.map((fault) => fault.name)]).toEqual(['bad', [name]]);
    },
  );

  it('names what was taken out, and what was put in', async () => {
    const page = pageIn(verifyPage());
    const files = await page.unzip(await packed());
    files.delete(PHOTO_NAME);
    files.set('extra.txt', new Uint8Array(3));
    expect((await page.verifyPack(files)).faults).toEqual([
      { name: PHOTO_NAME, what: 'it is missing' },
      { name: 'extra.txt', what: 'it was added later' },
    ]);
  });

  it('carries duties and the form, with blanks marked', async () => {
    const files = await pageIn(verifyPage()).unzip(await packed());
    const form = JSON.stringify(JSON.parse(text(files, 'CG-2692 for AUR-INC-2026-0001.json')));
    expect(form).toContain('"MV Aurora"');
    expect(form).toContain('"to be filled"');
    const whole = text(files, 'Regulator pack AUR-INC-2026-0001.json');
    for (const said of ['46 CFR 4.05-10', 'Attached bow.png', 'What witnesses said is left out']) {
      expect(whole).toContain(said);
    }
    const paper = Buffer.from(must(files.get('CG-2692 for AUR-INC-2026-0001.pdf'), 'the form'));
    expect(pdfPages(paper).join(' ')).toContain('Official');
  });
});

function text(files: Files, name: string): string {
  return Buffer.from(must(files.get(name), name)).toString('utf8');
}
