import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { isDomainError } from '#shared/kernel/errors.ts';
import { peopleImport } from '#shared/imports/people-import.ts';
import { personActor, testConsole, type TestConsole } from '#tests/support/test-console.ts';
import { checkLines } from './check-file.ts';

const HEAD = 'Name,Sign-in name,Role,Job,Site,Partner,Passphrase';
const MARA = 'Mara Lind,m.lind,IT,Crew,,,';

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

const check = (file: string | Buffer, actor = personActor('AP')) => {
  const { store } = board;
  const site = store.state.site;
  if (site === undefined) throw new Error('A test console has a site.');
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  return checkLines(peopleImport, bytes, { db: store, actor, site }, () => undefined);
};
const lines = (...of: string[]) => [HEAD, ...of].join('\n');
const refusalOf = (file: string | Buffer) =>
  check(file).then(
    () => 'taken',
    (error: unknown) => (isDomainError(error) ? error.details : error),
  );

it('finds out by itself how a file is written', async () => {
  const table = [HEAD.split(','), MARA.split(',')];
  const written = (separator: string) => table.map((cells) => cells.join(separator)).join('\r\n');
  const files = [
    Buffer.from(written(',')),
    Buffer.from(`\uFEFF${written(';')}`),
    Buffer.from(written('\t')),
    Buffer.from(`\uFEFF${written('\t')}`, 'utf16le'),
    Buffer.from(`${written(',').replaceAll(/[^,\r\n]+/g, '"$&"')}\r\n\r\n`),
  ];
  const found = await Promise.all(files.map((file) => check(file)));
  expect(
    found.map(({ rows, right, problems }) => [rows, right[0]?.draft['name'], right[0]?.line, problems]),
  ).toEqual(files.map(() => [1, 'Mara Lind', 2, []]));
  expect(found.map(({ encoding }) => encoding)).toEqual(['utf-8', 'utf-8', 'utf-8', 'utf-16', 'utf-8']);
});

it('reads what an old Excel on Windows writes, and says so', async () => {
  const { encoding, right } = await check(Buffer.from(lines(MARA.replace('Lind', 'Lindström')), 'latin1'));
  expect([encoding, right[0]?.draft['name']]).toEqual(['windows-1252', 'Mara Lindström']);
});

it('names line, column, value, reason and remedy of everything that is wrong', async () => {
  const { rows, wrongRows, right, problems } = await check(
    lines(
      '"Mara\nLind",m.lind,Captain,Crew,,,',
      MARA,
      ',x,IT,Crew,,,short',
      'Tom Hale,t.hale,Crew,Crew,Atlantis,,',
      'Tom Hale,t.hale,SA,Crew,,,',
      'Tom Hale,t.hale,IT,Crew,,Lanes & Co,',
      'Somebody Else,m.lind,IT,crew,AUR,,',
      'Tom Hale,t.hale,IT,Crew,,,,surplus',
    ),
  );
  expect([rows, wrongRows, right.map(({ line }) => line)]).toEqual([8, 7, [4]]);
  expect(problems.map(({ line, column, value, reason }) => [line, column, value, reason])).toEqual([
    [2, 'Name', 'Mara\uFFFDLind', 'Control characters are not allowed.'],
    [2, 'Role', 'Captain', 'There is no such role.'],
    [5, 'Name', '', 'This cell is empty.'],
    [5, 'Sign-in name', 'x', 'Two to forty letters, digits, dots or dashes.'],
    [5, 'Passphrase', '', 'At least 8 characters.'],
    [6, 'Site', 'Atlantis', 'This console knows of no such site.'],
    [7, 'Role', 'SA', 'You can only give roles up to your own, and change people up to your own.'],
    [8, 'Partner', 'Lanes & Co', 'Only people with a job at a partner belong to a partner.'],
    [9, 'Sign-in name', 'm.lind', 'The same as line 4 of this file.'],
    [10, null, 'surplus', 'This line has more cells than there are headings (7).'],
  ]);
  expect(problems.every(({ remedy }) => remedy !== '')).toBe(true);
});

it('reports every one of ten thousand wrong lines', async () => {
  const wrong = Array.from({ length: 10_000 }, (_, index) => `Person ${index},p.${index},Captain,Crew,,,`);
  const { rows, wrongRows, problems, right } = await check(lines(...wrong));
  expect([rows, wrongRows, right]).toEqual([10_000, 10_000, []]);
  expect(problems.map(({ line }) => line)).toEqual(wrong.map((_line, index) => index + 2));
});

it('goes on behind a quotation mark that is never closed, and says where', async () => {
  const { right, problems } = await check(
    lines(MARA, '"Tom Hale,t.hale,IT,Crew,,,', 'Ann Ray,a.ray,IT,Crew,,,'),
  );
  expect(right.map(({ line }) => line)).toEqual([2]);
  expect(problems).toEqual([
    {
      line: 3,
      column: null,
      value: '',
      reason: 'A quotation mark in this line is never closed. What stands behind it was not read.',
      remedy: 'Close it, or write it twice where it belongs to the text.',
    },
  ]);
});

it.each([
  ['an empty file', ' \n\n', 'This file has no line with text in it.'],
  ['headings that are missing', 'Name,Role\nMara,IT', 'The first line lacks the headings Sign-in name, Job.'],
  ['a column twice', `${HEAD},Full name\n`, 'Two columns are called Name.'],
  [
    'a picture called a table',
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    'This is neither a table of text',
  ],
  ['a ZIP that is no workbook', Buffer.from('PK\u0003\u0004 and so on'), 'This workbook is damaged.'],
  [
    'fifty thousand and one lines',
    `${HEAD}\n${`${MARA}\n`.repeat(50_001)}`,
    'This file has more than 50000 lines.',
  ],
])('refuses %s as a whole', async (_name, file, message) => {
  expect(await refusalOf(file)).toMatchObject({
    message: expect.stringContaining(message),
    remedy: expect.any(String),
  });
});

async function workbook(rows: readonly (readonly ExcelJS.CellValue[])[]): Promise<Buffer> {
  const made = new ExcelJS.Workbook();
  made.addWorksheet('Empty');
  made.addWorksheet('People').addRows(rows.map((row) => [...row]));
  return Buffer.from(await made.xlsx.writeBuffer());
}

it('reads a workbook: formulas by their result, links by their text', async () => {
  const { format, right, problems } = await check(
    await workbook([
      HEAD.split(','),
      [
        { formula: 'A9', result: 'Mara Lind' },
        { text: 'm.lind', hyperlink: 'mailto:m@example.com' },
        'IT',
        'Crew',
      ],
      [],
      ['Tom Hale', 12_345_678, 'IT', 'Crew', null, null, 12_345_678],
    ]),
  );
  expect([format, problems]).toEqual(['xlsx', []]);
  expect(right.map(({ line, draft }) => [line, draft['signInName'], draft['passphrase']])).toEqual([
    [2, 'm.lind', null],
    [4, '12345678', '12345678'],
  ]);
});

it('does not unpack a workbook that is a bomb', async () => {
  const zip = new ZipFile();
  for (const name of ['xl/workbook.xml', 'xl/worksheets/sheet1.xml'])
    zip.addBuffer(Buffer.alloc(33 * 1024 * 1024), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  const bomb = Buffer.concat(parts);
  expect(bomb.length).toBeLessThan(200_000);
  expect(await refusalOf(bomb)).toMatchObject({
    message: 'This workbook unpacks to more than 64 MB and was not opened.',
  });
});

it('takes any bytes for what they are: a report or a refusal, never a bug', async () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(texts, fc.uint8Array({ maxLength: 60 }), async (cells, noise) => {
      const file = Buffer.concat([Buffer.from(`${HEAD}\n${cells.join('\n')}`), noise]);
      const answer = await check(file).catch((error: unknown) => error);
      expect(isDomainError(answer) || !(answer instanceof Error)).toBe(true);
    }),
    { seed: 5, numRuns: 100 },
  );
});
