import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, PersonActor } from '#shared/access/can.ts';
import { ExportsBoard, refusalOf } from '#tests/support/exports-board.ts';
import { MASTER, personActor } from '#tests/support/test-console.ts';
import { exportsFolder } from './export-files.ts';

let made: ExportsBoard;
beforeEach(() => {
  made = new ExportsBoard();
});
afterEach(() => made.close());

describe('exports of others', () => {
  it('are seen by who manages exports and sees as much, and by nobody else', async () => {
    const { id } = made.service.start(MASTER, {
      report: 'incidents.list',
      parameters: {},
      formats: ['json'],
    });
    await made.done(id);
    const { id: wide } = made.service.start(personActor('SA'), {
      report: 'incidents.list',
      parameters: {},
      formats: ['json'],
    });
    await made.done(wide, personActor('SA'));
    const see = (actor: Actor, what: string) => refusalOf(() => made.service.get(actor, what));
    const provider = personActor('AP');
    expect([
      see(personActor('IT'), id),
      see(personActor('SA'), id),
      see(provider, id),
      see(provider, wide),
    ]).toEqual(['not-found', 'nothing refused', 'nothing refused', 'not-found']);
    expect(refusalOf(() => made.service.list(MASTER, { before: undefined, limit: 5, of: 'everybody' }))).toBe(
      'forbidden',
    );
    expect(
      made.service
        .list(provider, { before: undefined, limit: 5, of: 'everybody' })
        .exports.map((one) => one.id),
    ).toEqual([id]);
  });

  it('made by who sees less than a site are their own, also to a manager of the site', async () => {
    // It makes persons.
    const narrow: Actor = { ...(personActor('IT') as PersonActor), rowScope: 'own' };
    const { id } = made.service.start(narrow, {
      report: 'incidents.list',
      parameters: {},
      formats: ['json'],
    });
    await made.done(id, narrow);
    const see = (actor: Actor) => refusalOf(() => made.service.get(actor, id));
    expect([see(narrow), see(personActor('AP')), see(personActor('SA'))]).toEqual([
      'nothing refused',
      'not-found',
      'nothing refused',
    ]);
  });
});

describe('an export under way', () => {
  it('is cancelled, and leaves no file', async () => {
    for (let index = 0; index < 300; index += 1) made.reported(`No ${index}`);
    const { id } = made.service.start(MASTER, {
      report: 'incidents.list',
      parameters: {},
      formats: ['docx'],
    });
    made.service.cancel(MASTER, id);
    expect((await made.done(id)).state).toBe('cancelled');
    await made.end();
    expect(existsSync(exportsFolder(made.folder)) ? made.files() : []).toEqual([]);
  });

  it('that the console’s end cut off is shown as failed after the next start', async () => {
    const stopped = new Promise<never>(() => undefined);
    made.startAgain(() => stopped);
    const { id } = made.service.start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['csv'] });
    made.startAgain();
    expect(made.service.get(MASTER, id)).toMatchObject({ state: 'failed', problem: { code: 'cancelled' } });
  });

  it('is one of a few: more are refused until one ends', () => {
    const ask = () =>
      made.service.start(MASTER, { report: 'incidents.list', parameters: {}, formats: ['csv'] });
    for (let count = 0; count < 6; count += 1) ask();
    expect(refusalOf(ask)).toBe('too-many-attempts');
  });
});
