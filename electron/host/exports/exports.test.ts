import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, PersonActor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { ExportFormat } from '#shared/reports/formats.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import type { AuditNote } from '../audit/audit-notes.ts';
import { blobFormatsOf } from '../attachments/blob-formats.ts';
import { BlobStore } from '../attachments/blob-store.ts';
import type { StoreKey } from '../store/encryption/store-key.ts';
import { Workers } from '../workers/workers.ts';
import { createExports } from './create-exports.ts';
import { exportsFolder } from './export-files.ts';
import type { ExportsService } from './exports-service.ts';
import { pdfPages } from './testing/pdf-text.ts';
import { unzipped } from './testing/zip.ts';

const { report, comment, attachFile } = incidentCommands;

let folder: string;
let board: TestConsole;
let workers: Workers;
let made: ReturnType<typeof createExports>;
let notes: { actor: string; note: AuditNote }[];

beforeEach(() => open());
afterEach(async () => {
  await shut();
  rmSync(folder, { recursive: true });
});

function open(storeKey?: StoreKey): void {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-reports-'));
  const file = path.join(folder, 'console.sqlite');
  const key = storeKey === undefined ? {} : { storeKey };
  board = testConsole({ file, runTimers: false, ...key });
  workers = new Workers({ file, ...key });
  notes = [];
  start(storeKey === undefined ? 'off' : 'on');
}

function start(encryption: 'on' | 'off'): void {
  made = createExports({
    store: board.store,
    runJob: (name, input, how) => workers.run(name, input, how),
    dataFolder: folder,
    encryption,
    audit: { note: (actor, note) => notes.push({ actor: actor === 'nobody' ? actor : actor.id, note }) },
    clock: board.clock,
    log: pino({ level: 'silent' }),
  });
}

async function shut(): Promise<void> {
  await made.close();
  await workers.close();
  board.close();
}

function reported(title: string, severity = 'high', actor: Actor = MASTER): string {
  return board.run<{ id: string }>(report, { title, severity, place: 'Hold 3' }, actor).id;
}

function service(): ExportsService {
  return made.service;
}

async function done(id: string, actor: Actor = MASTER) {
  await expect
    .poll(() => service().get(actor, id).state, { timeout: 15_000 })
    .not.toMatch(/pending|processing/);
  return service().get(actor, id);
}

async function exported(
  formats: ExportFormat[],
  changes: object = {},
  actor: Actor = MASTER,
): Promise<Buffer> {
  const { id } = service().start(actor, { report: 'incidents.list', parameters: {}, formats, ...changes });
  const { state, problem } = await done(id, actor);
  expect([state, problem]).toEqual(['completed', null]);
  return bytesOf(id, actor);
}

function bytesOf(id: string, actor: Actor = MASTER): Buffer {
  const { ticket, sizeBytes, sha256 } = service().download(actor, id);
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < sizeBytes; offset += BLOB_CHUNK_BYTES) {
    const { base64 } = service().read(actor, { ticket, offset, length: BLOB_CHUNK_BYTES });
    pieces.push(Buffer.from(base64, 'base64'));
  }
  const bytes = Buffer.concat(pieces);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  return bytes;
}

/** The cells of the first table, as other programs read them. */
async function readBack(format: 'csv' | 'xlsx', bytes: Buffer): Promise<unknown[][]> {
  if (format === 'csv') return parseCsv(bytes, { bom: true });
  const workbook = new ExcelJS.Workbook();
  // The types of exceljs know the buffers of an older Node.
  await workbook.xlsx.load(bytes as never);
  const rows: unknown[][] = [];
  must(workbook.worksheets[1], 'the sheet of the table').eachRow((row) =>
    rows.push(Array.isArray(row.values) ? row.values.slice(1) : []),
  );
  return rows;
}

function refusalOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'nothing refused';
}

describe('an export of the incident list', () => {
  it('has every row of the filter, in its order, and is noted when made and when taken along', async () => {
    for (let index = 0; index < 450; index += 1) reported(`No ${index}`, index % 2 === 0 ? 'low' : 'high');
    const parameters = { severities: ['low'], sort: 'number', direction: 'ascending' };
    const text = (await exported(['csv'], { parameters })).toString('utf8');
    const titles = text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[2]);
    expect(titles).toEqual(Array.from({ length: 225 }, (_one, index) => `No ${2 * index}`));
    const [view] = service().list(MASTER, { before: undefined, limit: 10, of: 'me' }).exports;
    expect(view).toMatchObject({
      state: 'completed',
      format: 'csv',
      downloads: 1,
      fileName: '2026-03-01-aur-incidents.csv',
    });
    expect(notes.map(({ actor, note }) => [actor, note.event, note.params['step']])).toEqual([
      [MASTER.id, 'exported', 'made'],
      [MASTER.id, 'exported', 'downloaded'],
    ]);
  });

  it.each(['xlsx', 'csv'] as const)(
    'has as %s the columns that were chosen, in their order, with the filter and the sort',
    async (format) => {
      for (let index = 0; index < 230; index += 1) reported(`No ${index}`, index % 3 === 0 ? 'low' : 'high');
      const parameters = {
        severities: ['low'],
        sort: 'number',
        direction: 'ascending',
        columns: ['title', 'level', 'severity', 'reportedAt', 'title'],
      };
      const [head, ...lines] = await readBack(format, await exported([format], { parameters }));
      expect(head).toEqual(['Title', 'Level', 'Severity', `Reported (${AURORA.timeZone})`]);
      const now = isoOf(board.clock.now());
      const [level, reportedAt] = format === 'csv' ? ['0', now] : [0, new Date(now)];
      expect(lines).toEqual(
        Array.from({ length: 77 }, (_one, index) => [`No ${index * 3}`, level, 'Low', reportedAt]),
      );
    },
  );

  it.each(['xlsx', 'csv'] as const)(
    'has as %s the selected rows alone, in the order of the sort, also those that left the filter meanwhile',
    async (format) => {
      const ids = Array.from({ length: 250 }, (_one, index) => reported(`No ${index}`));
      const selected = [ids[240], ids[3], ids[77]];
      board.run(incidentCommands.resolve, { id: ids[77], resolution: 'Pumped dry' });
      const parameters = { sort: 'number', direction: 'ascending', columns: ['title', 'stage'], selected };
      const [, ...lines] = await readBack(format, await exported([format], { parameters }));
      expect(lines).toEqual([
        ['No 3', 'Reported'],
        ['No 77', 'Resolved'],
        ['No 240', 'Reported'],
      ]);
    },
  );

  it('gives nothing of a site the person does not see, though its row is named', async () => {
    const id = reported('Ours');
    const parameters = { selected: [id], columns: ['title'] };
    const text = await exported(['csv'], { parameters }, personActor('IP', 'shift-lead', OFFICE.id));
    expect(await readBack('csv', text)).toEqual([['Title']]);
  });

  it('remembers how many characters a PDF could not show', async () => {
    reported('火 in the galley');
    await exported(['pdf']);
    const [view] = service().list(MASTER, { before: undefined, limit: 1, of: 'me' }).exports;
    expect(view?.charactersUnprinted).toBe(1);
  });

  it('shows what the person who asks sees, and nothing of other sites', async () => {
    reported('Ours');
    board.store.receive((writer, changed) => {
      const ours = board.store.records(incident, 'SELECT data FROM incident LIMIT 1')[0];
      const theirs = {
        ...must(ours, 'an incident'),
        id: '01950000-0000-7000-8000-00000000aaaa',
        siteId: OFFICE.id,
        title: 'Theirs',
      };
      changed(writer.write('incidents', theirs as never, false));
    });
    const rows = async (actor: Actor) => {
      const read: { sections: { rows: string[][] }[] } = JSON.parse(
        (await exported(['json'], {}, actor)).toString(),
      );
      return read.sections[0]?.rows.map((row) => row[2]).toSorted();
    };
    expect(await rows(MASTER)).toEqual(['Ours']);
    expect(await rows(personActor('IC', 'dpa'))).toEqual(['Ours', 'Theirs']);
  });

  it('is refused to who may not see incidents, and to who may not export', () => {
    const ask = (actor: Actor) => () =>
      service().start(actor, { report: 'incidents.list', parameters: {}, formats: ['csv'] });
    const denied = (feature: 'incidents.read' | 'exports.create') => ({
      ...personActor('IP'),
      denied: [feature],
    });
    expect([refusalOf(ask(denied('incidents.read'))), refusalOf(ask(denied('exports.create')))]).toEqual([
      'forbidden',
      'forbidden',
    ]);
    expect(notes).toEqual([]);
  });

  it('refuses parameters and formats that the report does not take', () => {
    const ask = (changes: object) =>
      refusalOf(() =>
        service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['csv'], ...changes }),
      );
    expect([
      ask({ parameters: { severities: ['<script>'] } }),
      ask({ parameters: { columns: ['passphrase'] } }),
      ask({ parameters: { selected: Array(2_001).fill('01950000-0000-7000-8000-00000000aaaa') } }),
      ask({ formats: [] }),
      ask({ report: 'incidents.nothing' }),
    ]).toEqual(['invalid-input', 'invalid-input', 'invalid-input', 'invalid-input', 'not-found']);
  });
});

describe('one incident in full', () => {
  const PHOTO = readFileSync(path.join(import.meta.dirname, '../../../tests/fixtures/photo.png'));
  const sha256 = createHash('sha256').update(PHOTO).digest('hex');

  function withPhoto(): string {
    const id = reported('Fire <b>aft</b>');
    board.run(comment, { id, text: 'First line\nsecond line =1+1' });
    const blobs = new BlobStore(folder, blobFormatsOf(board.store.state, false));
    blobs.beginIncoming('upload');
    blobs.appendIncoming('upload', PHOTO);
    blobs.keepIncoming('upload', sha256);
    const file = {
      sha256,
      sizeBytes: PHOTO.length,
      mediaType: 'image/png',
      previewSha256: null,
      previewSizeBytes: null,
    };
    board.run(attachFile, { id, file: { ...file, fileName: 'deck & hold.png' } });
    board.run(attachFile, { id, file: { ...file, sha256: 'ef'.repeat(32), fileName: 'away.png' } });
    return id;
  }

  it('comes as a ZIP with documents, attachments under safe names, and a manifest that holds', async () => {
    const id = withPhoto();
    const bytes = await exported(['pdf', 'json', 'csv', 'zip'], {
      report: 'incidents.one',
      parameters: { id },
      attachments: true,
      confidential: true,
    });
    const files = await unzipped(bytes);
    expect([...files.keys()]).toEqual([
      'Incident AUR-INC-2026-0001.pdf',
      'Incident AUR-INC-2026-0001.json',
      'Facts.csv',
      'How long it took.csv',
      'Time in each stage.csv',
      'Timeline.csv',
      'Photos and files.csv',
      'attachments/deck & hold.png',
      'manifest.json',
      'SHA256SUMS',
    ]);
    const manifest: { files: { name: string; sha256: string }[]; missing: unknown; confidential: boolean } =
      JSON.parse(files.get('manifest.json')?.toString() ?? '');
    for (const { name, sha256: said } of manifest.files)
      expect([
        name,
        createHash('sha256')
          .update(files.get(name) ?? '')
          .digest('hex'),
      ]).toEqual([name, said]);
    expect(manifest.missing).toEqual([
      { name: 'attachments/away.png', sha256: 'ef'.repeat(32), why: 'not-here' },
    ]);
    expect(files.get('attachments/deck & hold.png')?.equals(PHOTO)).toBe(true);
    const text = pdfPages(must(files.get('Incident AUR-INC-2026-0001.pdf'), 'the PDF'))
      .join('')
      .replaceAll(/\s/g, '');
    for (const part of ['Fire <b>aft</b>', 'second line =1+1', 'deck & hold.png'])
      expect(text).toContain(part.replaceAll(' ', ''));
    expect(files.get('Incident AUR-INC-2026-0001.pdf')?.includes('/Subtype /Image')).toBe(true);
    const view = service().list(MASTER, { before: undefined, limit: 1, of: 'me' }).exports[0];
    expect([view?.title, view?.format, view?.filesMissing]).toEqual(['Incident AUR-INC-2026-0001', 'zip', 1]);
  });

  it('is not found for who does not see its site', () => {
    const id = withPhoto();
    const ask = () =>
      service().start(personActor('IP', 'shift-lead', OFFICE.id), {
        report: 'incidents.one',
        parameters: { id },
        formats: ['pdf'],
      });
    expect(refusalOf(ask)).toBe('not-found');
  });
});

describe('the file of an export', () => {
  const KEY: StoreKey = 'a1'.repeat(32) as StoreKey;

  it('is encrypted beside a store that is', async () => {
    await shut();
    rmSync(folder, { recursive: true });
    open(KEY);
    reported('A secret fire');
    const bytes = await exported(['csv']);
    expect(bytes.toString()).toContain('A secret fire');
    const [name = ''] = readdirSync(exportsFolder(folder));
    const onDisk = readFileSync(path.join(exportsFolder(folder), name));
    expect([name.endsWith('.sealed'), onDisk.includes('A secret fire')]).toEqual([true, false]);
  });

  it('is gone when its time is over, and the line says so', async () => {
    reported('One');
    const { id } = service().start(MASTER, {
      report: 'incidents.list',
      parameters: {},
      formats: ['csv'],
      expiryDays: 1,
    });
    const { expiresAt } = await done(id);
    expect(expiresAt).toBe('2026-03-02T03:10:00.000Z');
    board.clock.advanceMinutes(24 * 60);
    expect(refusalOf(() => service().download(MASTER, id))).toBe('not-found');
    expect([service().removeExpired(), service().removeExpired()]).toEqual([1, 0]);
    expect([service().get(MASTER, id).state, readdirSync(exportsFolder(folder))]).toEqual(['expired', []]);
  });

  it('can be deleted by its owner, and leaves nothing', async () => {
    const { id } = service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['json'] });
    await done(id);
    service().remove(MASTER, id);
    expect([refusalOf(() => service().get(MASTER, id)), readdirSync(exportsFolder(folder))]).toEqual([
      'not-found',
      [],
    ]);
  });

  it('is opened by a ticket of its own person only', async () => {
    const { id } = service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['json'] });
    await done(id);
    const { ticket } = service().download(MASTER, id);
    const slice = { ticket, offset: 0, length: 100 };
    expect(refusalOf(() => service().read(personActor('SA'), slice))).toBe('not-found');
    board.clock.advanceMinutes(11);
    expect(refusalOf(() => service().read(MASTER, slice))).toBe('not-found');
  });

  it('that somebody tampered with is not handed out', async () => {
    const { id } = service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['json'] });
    await done(id);
    writeFileSync(path.join(exportsFolder(folder), id), 'something else');
    expect(refusalOf(() => service().download(MASTER, id))).toBe('not-found');
  });
});

describe('exports of others', () => {
  it('are seen by who manages exports and sees as much, and by nobody else', async () => {
    const { id } = service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['json'] });
    await done(id);
    const { id: wide } = service().start(personActor('SA'), {
      report: 'incidents.list',
      parameters: {},
      formats: ['json'],
    });
    await done(wide, personActor('SA'));
    const see = (actor: Actor, what: string) => refusalOf(() => service().get(actor, what));
    const provider = personActor('AP');
    expect([
      see(personActor('IT'), id),
      see(personActor('SA'), id),
      see(provider, id),
      see(provider, wide),
    ]).toEqual(['not-found', 'nothing refused', 'nothing refused', 'not-found']);
    expect(refusalOf(() => service().list(MASTER, { before: undefined, limit: 5, of: 'everybody' }))).toBe(
      'forbidden',
    );
    expect(
      service()
        .list(provider, { before: undefined, limit: 5, of: 'everybody' })
        .exports.map((one) => one.id),
    ).toEqual([id]);
  });

  it('made by who sees less than a site are their own, also to a manager of the site', async () => {
    // It makes persons.
    const narrow: Actor = { ...(personActor('IT') as PersonActor), rowScope: 'own' };
    const { id } = service().start(narrow, { report: 'incidents.list', parameters: {}, formats: ['json'] });
    await done(id, narrow);
    const see = (actor: Actor) => refusalOf(() => service().get(actor, id));
    expect([see(narrow), see(personActor('AP')), see(personActor('SA'))]).toEqual([
      'nothing refused',
      'not-found',
      'nothing refused',
    ]);
  });
});

describe('an export under way', () => {
  it('is cancelled, and leaves no file', async () => {
    for (let index = 0; index < 300; index += 1) reported(`No ${index}`);
    const { id } = service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['docx'] });
    service().cancel(MASTER, id);
    expect((await done(id)).state).toBe('cancelled');
    await made.close();
    expect(existsSync(exportsFolder(folder)) ? readdirSync(exportsFolder(folder)) : []).toEqual([]);
  });

  it('that the console’s end cut off is shown as failed after the next start', async () => {
    const stopped = new Promise<never>(() => undefined);
    made = createExports({
      store: board.store,
      runJob: () => stopped,
      dataFolder: folder,
      encryption: 'off',
      audit: { note: () => undefined },
      clock: board.clock,
      log: pino({ level: 'silent' }),
    });
    const { id } = service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['csv'] });
    start('off');
    expect(service().get(MASTER, id)).toMatchObject({ state: 'failed', problem: { code: 'cancelled' } });
  });

  it('is one of a few: more are refused until one ends', () => {
    const ask = () => service().start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['csv'] });
    for (let count = 0; count < 6; count += 1) ask();
    expect(refusalOf(ask)).toBe('too-many-attempts');
  });
});
