import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { detail } from '../queries/detail.ts';
import { followers } from '../queries/followers.ts';
import { incidentReport } from '../reports/one-report.ts';
import { commentKindOf } from '../rules/comment-kinds.ts';
import { incident } from '../schema.ts';
import { sayEvent } from '../say-event.ts';
import { incidentWords } from '../words.ts';

const { comment, escalate, follow, reopen, report, resolve, unfollow } = incidentCommands;
const CREW = personActor('IT');

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

const reported = () => board.run<{ id: RecordId }>(report, { title: 'Leak', severity: 'low' }).id;
const seen = (id: RecordId) => board.queries.run<ReturnType<typeof detail.run>>(detail, { id }, MASTER);
const inMinutes = (minutes: number) => isoOf(board.clock.now() + minutes * MINUTE_MS);
const update = (id: RecordId, minutes: number | null, more: object = {}) =>
  board.run(comment, {
    id,
    text: 'Pumped dry',
    kind: 'update',
    nextUpdateAt: minutes === null ? null : inMinutes(minutes),
    ...more,
  });
/** What the timeline says of updates that have not come. */
const reminders = (id: RecordId) =>
  seen(id)
    .timeline.filter(({ type }) => type === 'reminded')
    .map((line) => sayEvent(incidentWords, line));

describe('a comment is of a kind (INC-63)', () => {
  it('a note, unless another is chosen; what goes with a step up and with the end says so by itself', () => {
    const id = reported();
    board.run(comment, { id, text: 'Seen' });
    board.run(comment, { id, text: 'Looked again', kind: 'follow_up' });
    board.run(escalate, { id, reason: 'It spreads' });
    board.run(resolve, { id, resolution: 'Tight again' });
    const kinds = seen(id).timeline.map((line) => [line.text, commentKindOf(line)]);
    expect(kinds.filter(([text]) => text !== null)).toEqual([
      ['Seen', 'note'],
      ['Looked again', 'follow_up'],
      ['It spreads', 'escalation'],
      ['Tight again', 'resolution'],
    ]);
  });

  it('which reports say, with what an update says beyond its text', () => {
    const id = reported();
    update(id, null, { expected: 'A diver' });
    const context = {
      db: board.store,
      now: isoOf(board.clock.now()),
      actor: MASTER,
      site: AURORA,
      sites: 'all',
    } as const;
    const { sections } = incidentReport.build(context, incidentReport.parameters.parse({ id }));
    expect(JSON.stringify(sections)).toContain(
      '"Said how it stands (Update)","Pumped dry\\nExpected next: A diver"',
    );
  });

  it('an update is said by who may handle the incident, and only it says what comes next', () => {
    const id = reported();
    expect(() => board.run(comment, { id, text: 'All well', kind: 'update' }, CREW)).toThrow(/may not/i);
    board.run(comment, { id, text: 'All well' }, CREW);
    expect(() => board.run(comment, { id, text: 'Seen', expected: 'A diver' })).toThrow();
    expect(() => update(id, -1)).toThrow(/has passed/);
    expect(seen(id).lastUpdate).toBeNull();
  });

  it('is signed by who said it, and nobody else (INC-62)', () => {
    const id = reported();
    board.run(comment, { id, text: 'Seen' }, CREW);
    expect(must(seen(id).timeline.at(-1), 'a line')).toMatchObject({ byId: CREW.id, byName: CREW.name });
  });

  it('the last one is what stands at the top', () => {
    const id = reported();
    update(id, 60, { expected: 'A diver' });
    board.clock.advanceMinutes(1);
    board.run(comment, { id, text: 'Seen' });
    expect(seen(id).lastUpdate).toMatchObject({
      text: 'Pumped dry',
      expected: 'A diver',
      byName: MASTER.name,
    });
  });
});

describe('the next update that was promised (INC-65)', () => {
  it('is called to mind once, when it is due', () => {
    const id = reported();
    update(id, 30);
    board.pass(29);
    expect(reminders(id)).toEqual([]);
    board.pass(60);
    expect(reminders(id)).toEqual([expect.stringMatching(/^The update promised for \d{4}-.* is due$/)]);
  });

  it('is not, where another came before, whatever that one promised', () => {
    const id = reported();
    update(id, 30);
    board.pass(10);
    update(id, 60);
    board.pass(50);
    expect(reminders(id)).toEqual([]);
    update(id, null);
    board.pass(60);
    expect(reminders(id)).toEqual([]);
    update(id, 5);
    board.pass(5);
    expect(reminders(id)).toHaveLength(1);
  });

  it('is owed no more once it is over, nor when it is opened again', () => {
    const id = reported();
    update(id, 30);
    board.run(resolve, { id, resolution: 'Tight again' });
    expect(() => update(id, 30)).toThrow(/is resolved/);
    board.pass(10);
    board.run(reopen, { id, reason: 'It is back' });
    board.pass(60);
    expect(reminders(id)).toEqual([]);
    expect(must(board.store.record(incident, id), 'it').nextUpdateAt).toBeNull();
  });
});

describe('who follows an incident (INC-64)', () => {
  const asked = (id: RecordId, actor = MASTER) =>
    board.queries.run<ReturnType<typeof followers.run>>(followers, { id }, actor);

  it('chooses so, and ends it, by themselves; others are counted, and named to who sees such people', () => {
    const id = reported();
    board.run(follow, { id }, CREW);
    board.run(follow, { id }, CREW);
    board.run(follow, { id });
    expect(asked(id)).toEqual({ count: 2, names: [MASTER.name], isFollowing: true, jobs: [] });
    board.run(unfollow, { id });
    expect(asked(id)).toEqual({ count: 1, names: [], isFollowing: false, jobs: [] });
    expect(asked(id, CREW)).toEqual({ count: 1, names: [CREW.name], isFollowing: true, jobs: [] });
  });

  it('is somebody who may read it, and never a program', () => {
    const id = reported();
    expect(() => board.run(follow, { id }, personActor('IP', 'crew', OFFICE.id))).toThrow();
    expect(() => board.run(follow, { id }, { type: 'system', id: 'console', siteId: AURORA.id })).toThrow();
    expect(asked(id).count).toBe(0);
  });
});
