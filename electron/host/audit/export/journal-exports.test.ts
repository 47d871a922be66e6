import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExportKind } from '#shared/audit/export-format.ts';
import { JournalFilter } from '#shared/audit/journal-view.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { must } from '#shared/kernel/assert.ts';
import { personActor } from '#tests/support/test-console.ts';
import { type JournalBoard, journalBoard } from '#tests/support/journal-board.ts';
import { journalVerifier } from '#tests/support/journal-verifier.ts';

const AUDITOR = personActor('IN', 'auditor');
const WORK = { signal: undefined, onProgress: () => undefined };

let at: JournalBoard;
beforeEach(() => {
  at = journalBoard();
  const { id } = at.report('=HYPERLINK("http://evil","Smoke")');
  at.board.run(incidentCommands.amend, { id, description: 'Galley, port side\nbehind the "oven"' });
  at.signUp('+Ines Duarte');
  at.report('Überdruck im Kühlwasser 😀');
});
afterEach(() => at.close());

async function exported(kind: ExportKind, filter: Partial<JournalFilter> = {}): Promise<string> {
  const request = { kind, filter: JournalFilter.parse(filter) };
  const made = await at.journal.export(AUDITOR, request, WORK);
  const { base64, sizeBytes } = at.journal.readExport({ id: made.id, offset: 0 });
  const bytes = Buffer.from(base64, 'base64');
  expect(bytes.length).toBe(sizeBytes);
  return bytes.toString('utf8');
}

describe.each(['json', 'csv'] as const)('a journal exported as %s', (kind) => {
  it('is found valid by the page that is given along, with WebCrypto and without', async () => {
    const text = await exported(kind);
    const valid = { state: 'valid', entries: 4, withheld: 1 };
    expect(await journalVerifier().verifyJournal(text)).toMatchObject(valid);
    expect(await journalVerifier({ hasWebCrypto: false }).verifyJournal(text)).toMatchObject(valid);
  });

  it('names the entry in which a byte is another one', async () => {
    const text = await exported(kind);
    const lines = text.split('\n');
    const firstLine = lines.findIndex((line) => line.includes('incidents.report'));
    const page = journalVerifier();
    for (let seq = 1; seq <= 4; seq += 1) {
      const line = must(lines[firstLine + seq - 1], `line of entry ${seq}`);
      for (let place = 12; place < line.length - 4; place += 97) {
        const altered = line[place] === 'x' ? 'y' : 'x';
        const changed = `${line.slice(0, place)}${altered}${line.slice(place + 1)}`;
        const whole = lines.with(firstLine + seq - 1, changed).join('\n');
        expect([place, await page.verifyJournal(whole)]).toMatchObject([
          place,
          { state: 'bad', badSeq: seq },
        ]);
      }
    }
  });

  it('is found bad with an entry taken out, two exchanged, or another signature', async () => {
    const text = await exported(kind);
    const lines = text.split('\n');
    const first = lines.findIndex((line) => line.includes('incidents.report'));
    const page = journalVerifier();
    expect(await page.verifyJournal(lines.toSpliced(first + 1, 1).join('\n'))).toMatchObject({ badSeq: 2 });
    const [one = '', two = ''] = lines.slice(first);
    const exchanged = lines.toSpliced(first, 2, two, one).join('\n');
    expect(await page.verifyJournal(exchanged)).toMatchObject({ badSeq: 1 });
    const signature = must(/[0-9a-f]{128}/.exec(text)?.[0], 'the signature');
    const forged = `${signature.slice(0, -1)}${signature.endsWith('0') ? '1' : '0'}`;
    for (const hasWebCrypto of [true, false]) {
      expect(
        await journalVerifier({ hasWebCrypto }).verifyJournal(text.replace(signature, forged)),
      ).toMatchObject({
        state: 'bad',
        message: 'The signature is not that of the named console over this file.',
      });
    }
  });

  it('holds nothing that nobody is shown', async () => {
    expect(await exported(kind)).not.toMatch(/a{32}|b{64}/);
  });

  it('can be a part, which says that it is one', async () => {
    const { message } = await journalVerifier().verifyJournal(
      await exported(kind, { command: 'incidents.report' }),
    );
    expect(message).toMatch(/^Valid: 2 entries, a part of the journal/);
  });

  it('says itself that its console’s chain was broken', async () => {
    at.board.store.db.prepare(`UPDATE journal SET input = '{}' WHERE seq = 2`).run();
    expect(await journalVerifier().verifyJournal(await exported(kind))).toMatchObject({
      state: 'bad',
      badSeq: 2,
    });
  });
});

it('a spreadsheet runs nothing of what people typed', async () => {
  const text = await exported('csv');
  // No cell begins as a formula, quoted or not.
  expect(text.slice(1)).not.toMatch(/(^|,|\n)"?[=+@\t]/);
});

it('that a journal left stands in the journal', async () => {
  await exported('json');
  const { items } = at.journal.page(AUDITOR, {
    filter: JournalFilter.parse({ event: 'journal-exported' }),
    before: null,
    limit: 10,
  });
  expect(items).toMatchObject([{ seq: 5, label: { params: { entries: 4, kind: 'json' } } }]);
});

it('signatures are checked as WebCrypto does, where a browser has none', () => {
  const { isSignedPlain } = journalVerifier();
  for (const text of ['', 'a', 'x'.repeat(300)]) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const message = Buffer.from(text);
    const signature = sign(null, message, privateKey);
    expect(isSignedPlain(raw, signature, message)).toBe(true);
    expect(isSignedPlain(raw, signature, Buffer.from(`${text}!`))).toBe(false);
  }
});
