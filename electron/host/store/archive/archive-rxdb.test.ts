import type { RxCollection } from 'rxdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { must } from '#shared/kernel/assert.ts';
import type { CollectionRecord } from '../collection-schema.ts';
import { openCollections } from '../collections.ts';
import { ArchiveBoard } from '#tests/support/archive-board.ts';

let archive: ArchiveBoard;
let rxdb: Awaited<ReturnType<typeof openCollections>>;
let incidents: RxCollection<CollectionRecord>;
beforeEach(async () => {
  archive = new ArchiveBoard();
  rxdb = await openCollections(archive.store);
  incidents = must(rxdb.collections.incidents, 'the collection');
});
afterEach(async () => {
  await rxdb.close();
  archive.remove();
});

const liveList = () => incidents.find({ selector: { kind: 'incident' }, sort: [{ id: 'asc' }] });
const changedSince = (checkpoint?: { id: string; lwt: number }) =>
  must(incidents.storageInstance.getChangedDocumentsSince, 'changed documents').call(
    incidents.storageInstance,
    1_000,
    checkpoint,
  );

describe('RxDB', () => {
  it('loses an archived record from its live lists, and has it again when it comes back', async () => {
    const old = archive.closed('Fire in the galley');
    archive.days(91);
    const recent = archive.closed('Oil on deck');
    const lists: string[][] = [];
    const subscription = liveList().$.subscribe((found) => {
      lists.push(found.map(({ id }) => id));
    });
    await expect.poll(() => lists.at(-1)).toEqual([old, recent]);
    archive.archive();
    await expect.poll(() => lists.at(-1)).toEqual([recent]);
    archive.board.run(incidentCommands.reopen, { id: old, reason: 'Smoke again' });
    await expect.poll(() => lists.at(-1)).toEqual([old, recent]);
    const [first] = await liveList().exec();
    expect(first?.toJSON()).toMatchObject({ id: old, stage: 'reopened' });
    subscription.unsubscribe();
  });

  it('hears of an archived record as deleted, and of one that came back as new, each with a later revision', async () => {
    const events: [string, string, string][] = [];
    const id = archive.closed('Fire in the galley');
    archive.days(91);
    const subscription = incidents.$.subscribe(({ operation, documentId, documentData }) => {
      if (documentId === id) events.push([operation, documentId, documentData._rev.split('-')[0] ?? '']);
    });
    archive.archive();
    archive.board.run(incidentCommands.comment, { id, text: 'A word after all' });
    await expect.poll(() => events.length).toBe(2);
    const [went, came] = events;
    expect([went?.[0], came?.[0]]).toEqual(['DELETE', 'INSERT']);
    expect(Number(came?.[2])).toBeGreaterThan(Number(went?.[2]));
    subscription.unsubscribe();
  });

  it('gives nobody who asks what changed an archived record, and no tombstone of it', async () => {
    const id = archive.closed('Fire in the galley', ['Hose burst']);
    archive.days(91);
    const { checkpoint } = await changedSince();
    archive.archive();
    expect((await changedSince()).documents).toEqual([]);
    expect((await changedSince(checkpoint)).documents).toEqual([]);
    expect(await incidents.storageInstance.findDocumentsById([id], true)).toEqual([]);
    expect(await incidents.findOne(id).exec()).toBe(null);
    archive.board.run(incidentCommands.comment, { id, text: 'A word after all' });
    const { documents } = await changedSince(checkpoint);
    expect(documents.map((document) => document.id)).toContain(id);
  });
});
