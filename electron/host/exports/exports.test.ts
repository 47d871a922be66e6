import { parse as parseCsv } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { ExportsBoard, refusalOf } from '#tests/support/exports-board.ts';
import { AURORA, MASTER, OFFICE, personActor } from '#tests/support/test-console.ts';

let made: ExportsBoard;
beforeEach(() => {
  made = new ExportsBoard();
});
afterEach(() => made.close());

describe('an export of the incident list', () => {
  it('has every row of the filter, in its order, and is noted when made and when taken along', async () => {
    for (let index = 0; index < 450; index += 1)
      made.reported(`No ${index}`, index % 2 === 0 ? 'low' : 'high');
    const parameters = { severities: ['low'], sort: 'number', direction: 'ascending' };
    const text = (await made.exported(['csv'], { parameters })).toString('utf8');
    const titles = text
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[2]);
    expect(titles).toEqual(Array.from({ length: 225 }, (_one, index) => `No ${2 * index}`));
    const [view] = made.service.list(MASTER, { before: undefined, limit: 10, of: 'me' }).exports;
    expect(view).toMatchObject({
      state: 'completed',
      format: 'csv',
      downloads: 1,
      fileName: '2026-03-01-aur-incidents.csv',
    });
    expect(made.notes.map(({ actor, note }) => [actor, note.event, note.params['step']])).toEqual([
      [MASTER.id, 'exported', 'made'],
      [MASTER.id, 'exported', 'downloaded'],
    ]);
  });

  it.each(['xlsx', 'csv'] as const)(
    'has as %s the columns that were chosen, in their order, with the filter and the sort',
    async (format) => {
      for (let index = 0; index < 230; index += 1)
        made.reported(`No ${index}`, index % 3 === 0 ? 'low' : 'high');
      const parameters = {
        severities: ['low'],
        sort: 'number',
        direction: 'ascending',
        columns: ['title', 'level', 'severity', 'reportedAt', 'title'],
      };
      const [head, ...lines] = await readBack(format, await made.exported([format], { parameters }));
      expect(head).toEqual(['Title', 'Level', 'Severity', `Reported (${AURORA.timeZone})`]);
      const now = isoOf(made.board.clock.now());
      const [level, reportedAt] = format === 'csv' ? ['0', now] : [0, new Date(now)];
      expect(lines).toEqual(
        Array.from({ length: 77 }, (_one, index) => [`No ${index * 3}`, level, 'Low', reportedAt]),
      );
    },
  );

  it.each(['xlsx', 'csv'] as const)(
    'has as %s the selected rows alone, in the order of the sort, also those that left the filter meanwhile',
    async (format) => {
      const ids = Array.from({ length: 250 }, (_one, index) => made.reported(`No ${index}`));
      const selected = [ids[240], ids[3], ids[77]];
      made.board.run(incidentCommands.resolve, { id: ids[77], resolution: 'Pumped dry' });
      const parameters = { sort: 'number', direction: 'ascending', columns: ['title', 'stage'], selected };
      const [, ...lines] = await readBack(format, await made.exported([format], { parameters }));
      expect(lines).toEqual([
        ['No 3', 'Reported'],
        ['No 77', 'Resolved'],
        ['No 240', 'Reported'],
      ]);
    },
  );

  it('gives nothing of a site the person does not see, though its row is named', async () => {
    const id = made.reported('Ours');
    const parameters = { selected: [id], columns: ['title'] };
    const text = await made.exported(['csv'], { parameters }, personActor('IP', 'shift-lead', OFFICE.id));
    expect(await readBack('csv', text)).toEqual([['Title']]);
  });

  it('remembers how many characters a PDF could not show', async () => {
    made.reported('火 in the galley');
    await made.exported(['pdf']);
    const [view] = made.service.list(MASTER, { before: undefined, limit: 1, of: 'me' }).exports;
    expect(view?.charactersUnprinted).toBe(1);
  });

  it('shows what the person who asks sees, and nothing of other sites', async () => {
    made.reported('Ours');
    made.board.store.receive((writer, changed) => {
      const ours = made.board.store.records(incident, 'SELECT data FROM incident LIMIT 1')[0];
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
        (await made.exported(['json'], {}, actor)).toString(),
      );
      return read.sections[0]?.rows.map((row) => row[2]).toSorted();
    };
    expect(await rows(MASTER)).toEqual(['Ours']);
    expect(await rows(personActor('IC', 'dpa'))).toEqual(['Ours', 'Theirs']);
  });

  it('is refused to who may not see incidents, and to who may not export', () => {
    const ask = (actor: Actor) => () =>
      made.service.start(actor, { report: 'incidents.list', parameters: {}, formats: ['csv'] });
    const denied = (feature: 'incidents.read' | 'exports.create') => ({
      ...personActor('IP'),
      denied: [feature],
    });
    expect([refusalOf(ask(denied('incidents.read'))), refusalOf(ask(denied('exports.create')))]).toEqual([
      'forbidden',
      'forbidden',
    ]);
    expect(made.notes).toEqual([]);
  });

  it('refuses parameters and formats that the report does not take', () => {
    const ask = (changes: object) =>
      refusalOf(() =>
        made.service.start(MASTER, {
          report: 'incidents.list',
          parameters: {},
          formats: ['csv'],
          ...changes,
        }),
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
