import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { INCIDENT_CONTENTS, type IncidentContent } from '#shared/domains/incidents/reports/contents.ts';
import { must } from '#shared/kernel/assert.ts';
import type { ExportFormat } from '#shared/reports/formats.ts';
import { BLOB_CHUNK_BYTES } from '#shared/sync/limits.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import type { AuditNote } from '../audit/audit-notes.ts';
import { Workers } from '../workers/workers.ts';
import { createExports } from './create-exports.ts';
import { pdfPages } from './testing/pdf-text.ts';
import { unzipped } from './testing/zip.ts';

/** The first of each format starts a worker and loads its library. */
const WAIT_MS = 60_000;
const FORMATS = ['pdf', 'xlsx', 'docx', 'json'] as const;
const NUMBER = 'AUR-INC-2026-0001';
const SHA256 = 'ab'.repeat(32);
const OPINION = 'Probably somebody was careless';
const STATEMENT = 'I had smelt it since noon';

let folder: string;
let board: TestConsole;
let workers: Workers;
let made: ReturnType<typeof createExports>;
let notes: AuditNote[];
let id: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'fairlead-incident-reports-'));
  const file = path.join(folder, 'console.sqlite');
  board = testConsole({ file, runTimers: false });
  workers = new Workers({ file });
  notes = [];
  made = createExports({
    store: board.store,
    runJob: (name, input, how) => workers.run(name, input, how),
    dataFolder: folder,
    encryption: 'off',
    audit: { note: (_actor, note) => notes.push(note) },
    clock: board.clock,
    log: pino({ level: 'silent' }),
  });
  id = investigatedFire();
});
afterAll(async () => {
  await made.close();
  await workers.close();
  board.close();
  rmSync(folder, { recursive: true });
});

/** With everything that an incident can have, and texts longer than a page. */
function investigatedFire(): string {
  const run = <Output>(command: Parameters<TestConsole['run']>[0], input: object) =>
    board.run<Output>(command, input);
  const { id: made } = run<{ id: string }>(incidentCommands.report, {
    title: 'Fire in the paint locker',
    severity: 'critical',
    place: 'Forecastle',
    description: 'Smoke from the ventilator, then flames. '.repeat(120),
  });
  board.clock.advanceMinutes(6);
  run(incidentCommands.acknowledge, { id: made });
  run(incidentCommands.comment, { id: made, text: OPINION });
  const file = {
    sha256: SHA256,
    sizeBytes: 10,
    mediaType: 'image/png',
    previewSha256: null,
    previewSizeBytes: null,
  };
  run(incidentCommands.attachFile, { id: made, file: { ...file, fileName: 'locker.png' } });
  run(incidentCommands.startInvestigation, { id: made });
  const { causeId } = run<{ causeId: string }>(incidentCommands.addCause, {
    id: made,
    text: 'Rags heated themselves',
    group: 'environment',
  });
  run(incidentCommands.addCause, {
    id: made,
    parentId: causeId,
    text: 'No bin for oily rags',
    group: 'management',
    isRoot: true,
  });
  run(incidentCommands.takeStatement, {
    id: made,
    name: 'Ravi Menon',
    capacity: 'Bosun',
    statement: STATEMENT,
  });
  run(incidentCommands.addAction, { id: made, text: 'Metal bins with lids', actionKind: 'preventive' });
  run(incidentCommands.resolve, { id: made, resolution: 'Put out with foam. '.repeat(120) });
  return made;
}

async function exported(format: ExportFormat, parameters: object, confidential = true): Promise<Buffer> {
  const { service } = made;
  const { id: asked } = service.start(MASTER, {
    report: 'incidents.one',
    parameters: { id, ...parameters },
    formats: [format],
    confidential,
    expiryDays: 1,
  });
  const view = () => service.get(MASTER, asked);
  await expect.poll(() => view().state, { timeout: WAIT_MS }).not.toMatch(/pending|processing/);
  expect([view().state, view().problem, view().confidential]).toEqual(['completed', null, confidential]);
  expect(view().expiresAt).not.toBeNull();
  const { ticket, sizeBytes } = service.download(MASTER, asked);
  const pieces: Buffer[] = [];
  for (let offset = 0; offset < sizeBytes; offset += BLOB_CHUNK_BYTES) {
    const { base64 } = service.read(MASTER, { ticket, offset, length: BLOB_CHUNK_BYTES });
    pieces.push(Buffer.from(base64, 'base64'));
  }
  return Buffer.concat(pieces);
}

/** All texts of the file, as a program that is not ours reads them, without white space. */
async function textIn(format: (typeof FORMATS)[number], bytes: Buffer): Promise<string> {
  const read = {
    pdf: () => pdfPages(bytes).join(''),
    xlsx: () => sheetsIn(bytes),
    docx: () => wordsIn(bytes),
    json: () => jsonIn(bytes),
  };
  return (await read[format]()).replaceAll(/\s/g, '');
}

async function sheetsIn(bytes: Buffer): Promise<string> {
  const workbook = new ExcelJS.Workbook();
  // The types of exceljs know the buffers of an older Node.
  await workbook.xlsx.load(bytes as never);
  const texts: string[] = [];
  for (const sheet of workbook.worksheets) {
    texts.push(sheet.name);
    sheet.eachRow((row) => row.eachCell((cell) => texts.push(cell.text)));
  }
  return texts.join(' ');
}

async function wordsIn(bytes: Buffer): Promise<string> {
  const files = await unzipped(bytes);
  const parts = [...files].filter(([name]) => /^word\/(document|header\d*)\.xml$/.test(name));
  return parts.map(([, part]) => part.toString('utf8').replaceAll(/<[^>]+>/g, '')).join(' ');
}

const Written = z.looseObject({
  title: z.string(),
  confidential: z.boolean(),
  sections: z.array(z.looseObject({ type: z.string() })),
});

function jsonIn(bytes: Buffer): string {
  const written = Written.parse(JSON.parse(bytes.toString('utf8')));
  return `${written.confidential ? 'CONFIDENTIAL' : ''} ${JSON.stringify(written)}`;
}

/** What each kind must say, and what it must not. */
const SAYS: {
  readonly [Content in IncidentContent]: { readonly with: string[]; readonly without: string[] };
} = {
  full_report: {
    with: [NUMBER, OPINION, 'No bin for oily rags', 'Metal bins with lids', SHA256, 'Escalation', 'Bosun'],
    without: [STATEMENT],
  },
  summary: {
    with: [NUMBER, 'Smoke from the ventilator', 'Until acknowledged'],
    without: [OPINION, 'Metal bins with lids', SHA256, STATEMENT],
  },
  investigation: {
    with: [NUMBER, 'No bin for oily rags', 'Metal bins with lids', SHA256, 'Bosun'],
    without: [STATEMENT],
  },
  legal: {
    with: [NUMBER, 'Smoke from the ventilator', SHA256, 'Entries of the journal', 'incidents.report'],
    without: [OPINION, 'No bin for oily rags', 'Metal bins with lids', STATEMENT, 'Put out with foam'],
  },
};

describe.each(INCIDENT_CONTENTS)('one incident as %s', { timeout: WAIT_MS }, (content) => {
  it.each(FORMATS)('is read back from %s, says what it is for and carries the mark', async (format) => {
    const text = await textIn(format, await exported(format, { content }));
    const has = (part: string) => text.includes(part.replaceAll(/\s/g, ''));
    expect(has('CONFIDENTIAL')).toBe(true);
    expect(SAYS[content].with.filter((part) => !has(part))).toEqual([]);
    expect(SAYS[content].without.filter(has)).toEqual([]);
  });
});

it('a summary is one page, however much there is to say', async () => {
  expect(pdfPages(await exported('pdf', { content: 'summary' }))).toHaveLength(1);
});

it('that statements were taken along is noted, each', async () => {
  notes.length = 0;
  const text = await textIn(
    'json',
    await exported('json', { content: 'investigation', withWitnesses: true }),
  );
  expect(text).toContain(STATEMENT.replaceAll(' ', ''));
  expect(notes.map(({ event }) => event)).toEqual(['exported', 'sensitive-read', 'exported']);
  expect(must(notes[1], 'the note').params['kind']).toBe('incident-witness');
});

it('a ZIP goes by what it holds', async () => {
  const files = await unzipped(await exported('zip', { content: 'legal' }));
  expect([...files.keys()]).toEqual([
    `Incident ${NUMBER}, record of facts.pdf`,
    'manifest.json',
    'SHA256SUMS',
  ]);
});
