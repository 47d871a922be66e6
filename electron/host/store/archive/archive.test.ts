import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { MASTER } from '#tests/support/test-console.ts';
import { parseStoreKey } from '../encryption/store-key.ts';
import { storeFileKind } from '../encryption/store-file-kind.ts';
import { verifyRollUps } from '../roll-ups/verify.ts';
import { archivedMonths } from './archived-records.ts';
import { ArchiveBoard } from '#tests/support/archive-board.ts';

const { report, reopen, comment, amend } = incidentCommands;
/** What the timeline, the ladder and what it asked for leave beside the incident. */
const PARTS = ['incident_event', 'incident_escalation', 'incident_acknowledgement', 'incident_action'];
type Detail = ReturnType<typeof incidentQueries.detail.run>;

let archive: ArchiveBoard;
beforeEach(() => {
  archive = new ArchiveBoard();
});
afterEach(() => archive.remove());

const monthFile = (month = '2026-03') => path.join(archive.folder, 'archive', `${month}.sqlite`);
const detail = (id: string) => archive.board.queries.run<Detail>(incidentQueries.detail, { id }, MASTER);
const found = (text: string) => archive.readModels.search.find(MASTER, { text }).found;
const rows = (sql: string) => archive.store.all(z.record(z.string(), z.unknown()), sql);
const count = (sql: string) => Number(archive.store.db.prepare(sql).pluck().get());
const statistics = () => rows('SELECT * FROM incident_statistics');

function refusal(act: () => unknown): DomainError {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a closed incident', () => {
  it('moves to the file of its month with its timeline when it has been closed for 90 days, and not before', () => {
    const id = archive.closed('Fire in the galley', ['Hose burst']);
    archive.days(90);
    expect(archive.archive()).toEqual([]);
    archive.days(1);
    const records = PARTS.reduce((sum, part) => sum + count(`SELECT count(*) FROM ${part}`), 1);
    expect(archive.archive()).toEqual([{ aggregates: 1, records }]);
    expect(count('SELECT count(*) FROM "incidents-0"')).toBe(0);
    expect(rows('SELECT DISTINCT rootId, month FROM archived_record')).toEqual([
      { rootId: id, month: '2026-03' },
    ]);
    expect(archivedMonths(archive.store.db)).toEqual([{ month: '2026-03', records }]);
    expect(
      readdirSync(path.join(archive.folder, 'archive')).filter((name) => name.endsWith('.sqlite')),
    ).toEqual(['2026-03.sqlite']);
  });

  it('leaves statistics, journal, search and what the server has of it as they were', () => {
    archive.closed('Fire in the galley', ['Hose burst']);
    archive.days(91);
    const all = () => ({
      statistics: statistics(),
      journal: archive.store.journal.verify(),
      sync: rows('SELECT * FROM record_sync'),
      byTitle: found('galley'),
      byComment: found('hose'),
    });
    const before = all();
    archive.archive();
    expect(all()).toEqual(before);
    expect(verifyRollUps(archive.store.db)).toMatchObject({ sound: true, differences: [] });
  });

  it('is read from its month by its page, whole, and stays there', () => {
    const id = archive.closed('Fire in the galley', ['Hose burst']);
    const before = detail(id);
    archive.days(91);
    archive.archive();
    const written = () => statSync(`${archive.file}-wal`).size;
    const writtenBefore = written();
    expect(detail(id)).toEqual({ ...before, archivedIn: '2026-03' });
    expect(before.archivedIn).toBe(null);
    expect(archive.store.record(incident, id)).toEqual(before.incident);
    expect(count('SELECT count(*) FROM incident')).toBe(0);
    expect(written()).toBe(writtenBefore);
  });

  it.each([
    ['a deadline is set', `INSERT INTO timer VALUES ('t', 't', 'incidents', :id, 9e12, 9e12, 0, NULL)`],
    ['the server has not answered', `UPDATE journal SET state = 'pending' WHERE seq = 1`],
    ['a refused command waits for a person', `UPDATE journal SET state = 'rejected' WHERE seq = 1`],
    [
      'the server state is kept beside it',
      `INSERT INTO record_sync (collection, id, version, shadow) VALUES ('incidents', :id, 1, 'null')
       ON CONFLICT DO UPDATE SET shadow = 'null'`,
    ],
  ])('stays while %s', (_what, sql) => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    const statement = archive.store.db.prepare(sql);
    statement.run(...(sql.includes(':id') ? [{ id }] : []));
    expect(archive.archive()).toEqual([]);
    expect(count('SELECT count(*) FROM incident')).toBe(1);
  });

  it('leaves its number taken', () => {
    archive.closed('First');
    archive.days(91);
    archive.archive();
    archive.store.db.exec('UPDATE counter SET value = 0');
    archive.closed('Later');
    archive.store.db.exec('DELETE FROM counter');
    archive.restart();
    archive.days(91);
    archive.archive();
    expect(archive.board.run<{ number: string }>(report, { title: 'Next', severity: 'low' }).number).not.toBe(
      'AUR-INC-2026-0001',
    );
  });
});

describe('an archived incident', () => {
  it('comes back whole when it is reopened, and its figures follow', () => {
    const id = archive.closed('Fire in the galley', ['Hose burst']);
    const before = detail(id);
    archive.days(91);
    archive.archive();
    archive.board.run(reopen, { id, reason: 'Smoke again' });
    const after = detail(id);
    expect(after.timeline.slice(0, -1)).toEqual(before.timeline);
    expect(after.incident).toMatchObject({ stage: 'reopened', title: 'Fire in the galley' });
    expect(count('SELECT count(*) FROM archived_record')).toBe(0);
    expect(archivedMonths(archive.store.db)).toEqual([]);
    expect(verifyRollUps(archive.store.db)).toMatchObject({ sound: true, differences: [] });
    expect(archive.store.journal.verify().sound).toBe(true);
  });

  it('stays in the archive when the command that asked for it is refused', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    const before = rows('SELECT * FROM archived_record');
    refusal(() => archive.board.run(incidentCommands.acknowledge, { id }));
    refusal(() => archive.board.run(incidentCommands.advance, { id, to: 'action_required' }));
    expect(rows('SELECT * FROM archived_record')).toEqual(before);
  });

  it('goes back to the archive of the month in which it was closed at last', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    archive.board.run(comment, { id, text: 'A word after all' });
    archive.answered();
    archive.archive();
    expect(detail(id)).toMatchObject({ archivedIn: '2026-03' });
    expect(detail(id).timeline.at(-1)?.text).toBe('A word after all');
    expect(found('after all')).toHaveLength(1);
    expect(verifyRollUps(archive.store.db)).toMatchObject({ sound: true, differences: [] });
  });

  it('takes a field that the server sends into the whole record', () => {
    const id = archive.closed('Fire in the galley', ['Hose burst']);
    archive.days(91);
    archive.archive();
    const before = detail(id);
    archive.store.receive((writer, changed) => {
      const here = must(writer.read('incidents', id), 'the incident');
      changed(writer.write('incidents', { ...here, place: 'Deck 2' }, false));
    });
    expect(detail(id)).toEqual({
      ...before,
      incident: { ...before.incident, place: 'Deck 2' },
      archivedIn: null,
    });
    expect(verifyRollUps(archive.store.db)).toMatchObject({ sound: true, differences: [] });
  });

  it('comes back when a new part of it arrives', () => {
    const id = archive.closed('Fire in the galley', ['Hose burst']);
    const [event] = detail(id).timeline;
    archive.days(91);
    archive.archive();
    const text = must(
      archive.store.archived.ofRoot(id).find((stub) => stub.id === event?.id),
      'its first line',
    );
    const arrived = {
      ...JSON.parse(archive.store.archived.textOf(text)),
      id: '01950000-0000-7000-8000-00000000ffff',
    };
    archive.store.receive((writer, changed) => changed(writer.write('incidents', arrived, false)));
    expect(count('SELECT count(*) FROM archived_record')).toBe(0);
    expect(detail(id).timeline.map(({ id: one }) => one)).toContain(arrived.id);
  });
});

describe('a monthly file that is gone or damaged', () => {
  it.each([
    ['missing', () => rmSync(monthFile()), /archive\/2026-03\.sqlite can't be read: it is missing/],
    [
      'damaged',
      () => writeFileSync(monthFile(), Buffer.alloc(20_000, 0xff)),
      /archive\/2026-03\.sqlite can't be read: it is damaged/,
    ],
    [
      'empty',
      () => writeFileSync(monthFile(), ''),
      /archive\/2026-03\.sqlite can't be read: it is no archive of a console/,
    ],
  ])('%s is named, and everything else works', (_what, spoil, message) => {
    const old = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    const recent = archive.closed('Fire on deck');
    archive.restart();
    spoil();
    expect(refusal(() => detail(old))).toMatchObject({ code: 'archive-unreadable' });
    expect(refusal(() => detail(old)).message).toMatch(message);
    expect(refusal(() => archive.board.run(reopen, { id: old, reason: 'Smoke' })).code).toBe(
      'archive-unreadable',
    );
    expect(detail(recent).incident.title).toBe('Fire on deck');
    archive.board.run(amend, { id: recent, title: 'Fire on deck 3' });
    expect(
      found('fire')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([old, recent].toSorted());
    expect(refusal(() => verifyRollUps(archive.store.db)).message).toMatch(message);
    expect(count('SELECT count(*) FROM incident')).toBe(1);
  });

  it('is used again when it is put back', () => {
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    archive.archive();
    archive.restart();
    renameSync(monthFile(), `${monthFile()}.elsewhere`);
    expect(refusal(() => detail(id)).code).toBe('archive-unreadable');
    renameSync(`${monthFile()}.elsewhere`, monthFile());
    expect(detail(id).incident.title).toBe('Fire in the galley');
  });
});

describe('an encrypted store', () => {
  it('has its monthly files under its own key', () => {
    const encrypted = new ArchiveBoard({ storeKey: parseStoreKey('a key of many words') });
    const id = encrypted.closed('Fire in the galley');
    encrypted.days(91);
    encrypted.archive();
    encrypted.restart();
    const file = path.join(encrypted.folder, 'archive', '2026-03.sqlite');
    expect([existsSync(file), storeFileKind(file)]).toEqual([true, 'encrypted']);
    expect(encrypted.store.record(incident, id)?.title).toBe('Fire in the galley');
    encrypted.remove();
  });
});
