import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JournalFilter } from '#shared/audit/journal-view.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { AURORA, MASTER, OFFICE, personActor } from '#tests/support/test-console.ts';
import { renewIdentity } from '../sync/identity.ts';
import { type JournalBoard, journalBoard } from '#tests/support/journal-board.ts';

const { amend } = incidentCommands;
const ADMINISTRATOR = personActor('SA', 'administrator');
const AUDITOR = personActor('IN', 'auditor');
const PROVIDER = personActor('AP', 'administrator');

let at: JournalBoard;
beforeEach(() => {
  at = journalBoard();
});
afterEach(() => at.close());

const page = (
  filter: Partial<JournalFilter> = {},
  actor = AUDITOR,
  before: number | null = null,
  limit = 50,
) => at.journal.page(actor, { filter: JournalFilter.parse(filter), before, limit });
const seqs = (filter: Partial<JournalFilter> = {}, actor = AUDITOR) =>
  page(filter, actor).items.map(({ seq }) => seq);

describe('the journal', () => {
  beforeEach(() => {
    const { id } = at.report('Smoke aft');
    at.board.clock.advanceMinutes(60);
    at.report('Leak');
    at.notes.note(ADMINISTRATOR, { event: 'signed-in', params: { from: 'window' } });
    at.board.clock.advanceMinutes(60);
    at.board.run(amend, { id, title: 'Smoke in the steering gear room' }, ADMINISTRATOR);
  });

  it('shows what happened, newest first, page by page', () => {
    const first = page({}, AUDITOR, null, 3);
    expect([first.items.map(({ seq }) => seq), first.more]).toEqual([[4, 3, 2], true]);
    expect(first.items[0]).toMatchObject({
      at: '2026-03-01T05:10:00.000Z',
      actor: { name: ADMINISTRATOR.type === 'person' ? ADMINISTRATOR.name : '' },
      command: 'incidents.amend',
      event: 'changed',
      state: 'pending',
      records: [{ kind: 'incident', title: 'AUR-INC-2026-0001' }, { kind: 'incident-event' }],
    });
    const second = page({}, AUDITOR, 2, 3);
    expect([second.items.map(({ seq }) => seq), second.more]).toEqual([[1], false]);
  });

  it.each([
    ['a person', { personId: ADMINISTRATOR.id }, [4, 3]],
    ['a command', { command: 'incidents.report' }, [2, 1]],
    ['what was done', { event: 'changed' as const }, [4]],
    ['a note', { event: 'signed-in' as const }, [3]],
    ['a site', { siteId: AURORA.id }, [4, 3, 2, 1]],
    ['a site that has none', { siteId: OFFICE.id }, []],
    ['a time', { from: '2026-03-01T04:00:00.000Z', to: '2026-03-01T05:00:00.000Z' }, [3, 2]],
    ['a time to come', { from: '2027-01-01T00:00:00.000Z' }, []],
    ['a number', { record: 'AUR-INC-2026-0002' }, [2]],
    ['what nobody wrote', { record: 'zebra crossing' }, []],
    [
      'several at once',
      { personId: MASTER.id, command: 'incidents.report', to: '2026-03-01T04:00:00.000Z' },
      [1],
    ],
  ])('is filtered by %s', (_what, filter, expected) => {
    expect(seqs(filter)).toEqual(expected);
  });

  it('offers what there is to choose from', () => {
    expect(at.journal.choices(AUDITOR)).toMatchObject({
      people: [{ id: MASTER.id }, { id: ADMINISTRATOR.id }],
      commands: ['audit.signed-in', 'incidents.amend', 'incidents.report'],
      sites: [{ id: AURORA.id, name: 'MV Aurora' }],
      entries: 4,
    });
  });

  it('tells an entry field by field, with what it was and where it stands in the chain', () => {
    const entry = at.journal.entry(AUDITOR, 4);
    expect(entry.changes[0]).toMatchObject({
      kind: 'incident',
      op: 'patch',
      fields: [{ field: 'title', from: 'Smoke aft', to: 'Smoke in the steering gear room', isHidden: false }],
    });
    expect(entry.previousHash).toBe(at.journal.entry(AUDITOR, 3).hash);
    expect(() => at.journal.entry(AUDITOR, 5)).toThrow('There is no such entry');
  });

  it('is cut to the sites a person sees', () => {
    expect(seqs({}, PROVIDER)).toEqual([4, 3, 2, 1]);
    const elsewhere = personActor('AP', 'administrator', OFFICE.id);
    expect(seqs({}, elsewhere)).toEqual([]);
    expect(() => at.journal.entry(elsewhere, 1)).toThrow('There is no such entry');
  });

  it('begins anew with a console that took another identity', () => {
    expect(seqs()).toEqual([4, 3, 2, 1]);
    at.board.store.db.prepare(`UPDATE journal SET state = 'applied' WHERE seq <= 2`).run();
    renewIdentity(at.board.store);
    expect(page().items.map(({ seq, command }) => [seq, command])).toEqual([
      // Of the look before it took it.
      [3, 'audit.journal-read'],
      [2, 'incidents.amend'],
      [1, 'audit.signed-in'],
    ]);
  });
});

describe('what nobody is shown', () => {
  it('is hidden in the entry that set it', () => {
    at.signUp('Ines Duarte');
    const entry = at.journal.entry(ADMINISTRATOR, 1);
    const credential = entry.changes.find(({ kind }) => kind === 'credential');
    expect(credential?.fields.every(({ isHidden }) => isHidden)).toBe(true);
    expect(JSON.stringify(entry)).not.toMatch(/a{32}|b{64}/);
  });
});

describe('the history of a record', () => {
  it('tells who changed what, newest first', () => {
    const { id } = at.report('Smoke aft');
    at.report('Leak');
    at.board.run(amend, { id, place: 'Galley' });
    const key = { collection: 'incidents' as const, id };
    const { items, more, cameFromElsewhereAt } = at.journal.historyOf(MASTER, {
      key,
      before: null,
      limit: 10,
    });
    expect(items.map(({ seq, op, actorName }) => [seq, op, actorName])).toEqual([
      [3, 'patch', 'IP master'],
      [1, 'insert', 'IP master'],
    ]);
    expect(items[0]?.fields).toEqual([{ field: 'place', from: '', to: 'Galley', isHidden: false }]);
    expect([more, cameFromElsewhereAt]).toEqual([false, null]);
  });

  it('is nobody’s who does not see the record', () => {
    const { id } = at.report('Smoke aft');
    const key = { collection: 'incidents' as const, id };
    const elsewhere = personActor('IP', 'master', OFFICE.id);
    const ask = () => at.journal.historyOf(elsewhere, { key, before: null, limit: 10 });
    expect(ask).toThrow('There is no such record');
  });
});
