import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { peopleQueries } from '#shared/domains/people/queries.ts';
import { JournalFilter } from '#shared/audit/journal-view.ts';
import { personActor } from '#tests/support/test-console.ts';
import { type JournalBoard, journalBoard } from '#tests/support/journal-board.ts';

const READER = personActor('IC', 'master');

let at: JournalBoard;
let personId: string;
beforeEach(() => {
  at = journalBoard();
  at.signUp('Ines Duarte');
  personId = String(at.board.store.db.prepare('SELECT id FROM person').pluck().get());
});
afterEach(() => at.close());

function noted() {
  const filter = JournalFilter.parse({ event: 'sensitive-read' });
  const { items } = at.journal.page(personActor('IN', 'auditor'), { filter, before: null, limit: 50 });
  return items.map(({ actor, label }) => [actor.name, label.params]);
}

const look = (actor: Actor, id = personId) => at.board.queries.run(peopleQueries.detail, { id }, actor);

test('who looks at another person’s page is noted, once in ten minutes', () => {
  look(READER);
  at.board.clock.advanceMinutes(9);
  look(READER);
  expect(noted()).toEqual([[READER.type === 'person' ? READER.name : '', { kind: 'person', id: personId }]]);
  at.board.clock.advanceMinutes(1);
  look(READER);
  expect(noted()).toHaveLength(2);
});

test('one’s own page, a list of people and what was refused are not', () => {
  look({ ...READER, id: personId });
  at.board.queries.run(peopleQueries.list, {}, READER);
  expect(() => look(READER, '01950000-0000-7000-8000-000000000399')).toThrow('no such person');
  expect(noted()).toEqual([]);
});

test('the history of a person and an entry that changed one are noted as well', () => {
  at.journal.historyOf(READER, { key: { collection: 'people', id: personId }, before: null, limit: 5 });
  at.journal.entry(personActor('IN', 'auditor'), 1);
  expect(noted()).toHaveLength(2);
});
