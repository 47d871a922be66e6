import { afterEach, beforeEach, expect, test } from 'vitest';
import { CompanyPageInput } from '#shared/audit/company-view.ts';
import { chainHashOfText, chainStart, type Entry, entryText } from '#shared/sync/entry.ts';
import { formatHlc } from '#shared/kernel/clock.ts';
import type { CompanyJournalResponse, ToldEntry } from '#shared/sync/company-journal.ts';
import { hexOfBytes } from '#shared/sync/hex.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import { AURORA, personActor } from '#tests/support/test-console.ts';
import { type JournalBoard, journalBoard } from '#tests/support/journal-board.ts';
import { sha256 } from '../store/journal.ts';
import { linksOf } from './company-journal.ts';

const AUDITOR = personActor('IN', 'auditor');
const OTHER = '01950000-0000-7000-8000-000000000777';
const PERSON = '01950000-0000-7000-8000-000000000778';
const AT_MS = Date.parse('2026-03-01T03:10:00.000Z');

let at: JournalBoard;
beforeEach(() => {
  at = journalBoard();
});
afterEach(() => at.close());

function entry(seq: number, changes: Entry['changes'] = []): Entry {
  const actor = { type: 'person', id: PERSON, name: 'Ines Duarte' } as const;
  const label = { key: 'incidents.amend.label' };
  return { seq, hlc: formatHlc(AT_MS + seq, 0), actor, command: 'incidents.amend', label, lane: 1, changes };
}

/** Newest first, as the server tells them. */
function told(entries: readonly Entry[]): ToldEntry[] {
  let hash = chainStart(sha256, OTHER);
  const list = entries.map((one): ToldEntry => {
    const text = entryText(one);
    hash = chainHashOfText(sha256, hash, text);
    const { seq } = one;
    const verdict = { seq, status: 'applied' as const, version: seq, overridden: [], refs: [] };
    return { deviceId: OTHER, seq, text, hash: hexOfBytes(hash), verdict, receivedAtMs: AT_MS + 60_000 };
  });
  return list.toReversed();
}

function credentialChange(): Entry['changes'][number] {
  return {
    collection: 'people',
    kind: 'credential',
    id: PERSON,
    siteId: AURORA.id,
    op: 'patch',
    base: 0,
    schemaVersion: 2,
    fields: { hashHex: 'b'.repeat(64) },
  };
}

const ask = (input: object = {}) =>
  at.journal.company(AUDITOR, CompanyPageInput.parse({ filter: {}, ...input }));

test('what other consoles did comes from the server, proved entry by entry, without what nobody is shown', async () => {
  const asked: object[] = [];
  at.answer = (request) => {
    asked.push(request);
    const consoles = [{ id: OTHER, name: 'Bridge', siteId: AURORA.id, siteName: 'MV Aurora' }];
    const answer: CompanyJournalResponse = {
      protocol: PROTOCOL_VERSION,
      entries: told([entry(1), entry(2, [credentialChange()])]),
      next: { receivedAtMs: AT_MS, deviceId: OTHER, seq: 1 },
      consoles,
    };
    return answer;
  };
  const page = await ask({ filter: { siteId: AURORA.id, to: '2026-03-02T00:00:00.000Z' }, limit: 2 });
  expect(asked).toMatchObject([
    { personId: AUDITOR.id, siteId: AURORA.id, fromMs: null, toMs: Date.parse('2026-03-02'), limit: 2 },
  ]);
  expect(page.items).toMatchObject([
    {
      seq: 2,
      deviceName: 'Bridge',
      siteName: 'MV Aurora',
      state: 'applied',
      link: 'proved',
      changes: [{ kind: 'credential', fields: [{ field: 'hashHex', to: null, isHidden: true }] }],
    },
    { seq: 1, actor: { name: 'Ines Duarte' }, link: 'proved', receivedAt: '2026-03-01T03:11:00.000Z' },
  ]);
  expect(page.next).toEqual({ receivedAtMs: AT_MS, deviceId: OTHER, seq: 1 });
  expect(JSON.stringify(page)).not.toContain('b'.repeat(64));
});

test('without a link it says so', async () => {
  await expect(ask()).rejects.toMatchObject({ code: 'server-unreachable' });
});

test('an entry that another text was put in place of does not follow; one without its predecessor stands alone', () => {
  const entries = told([entry(1), entry(2), entry(3)]);
  expect(linksOf(entries)).toEqual(['proved', 'proved', 'proved']);
  const altered = entries.map((one) =>
    one.seq === 2 ? { ...one, text: one.text.replace('Ines', 'Inez') } : one,
  );
  expect(linksOf(altered)).toEqual(['proved', 'broken', 'proved']);
  expect(linksOf(entries.filter(({ seq }) => seq !== 2))).toEqual(['alone', 'proved']);
  expect(linksOf(entries.map((one) => (one.seq === 2 ? { ...one, hash: null } : one)))).toEqual([
    'alone',
    'alone',
    'proved',
  ]);
});
