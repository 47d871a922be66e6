import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Actor, PersonActor } from '#shared/access/can.ts';
import { AURORA, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { NOBODYS_HASH } from '#tests/support/passphrase-hash.ts';
import { add } from '../people/commands.ts';
import { actorOfPerson } from '../people/actor.ts';
import { person } from '../people/schema.ts';
import { must } from '../../kernel/assert.ts';
import type { ClaimedWrite } from '../../kernel/define-command.ts';
import { notificationCommands } from './commands.ts';
import { notificationQueries } from './queries.ts';
import type { Told } from './raise.ts';
import { delivery, notification, USUAL_PREFERENCES } from './schema.ts';
import { stateOf } from './states.ts';

const { raise, settle, read, acknowledge, dismiss, removeOld } = notificationCommands;
const { setPreferences, setPreferencesFor, saveTemplate } = notificationCommands;
const CONSOLE: Actor = { type: 'system', id: 'console', siteId: AURORA.id };
const ADMINISTRATOR = personActor('AP', 'administrator');
let board: TestConsole;
let names = 0;

beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

function somebody(preferences: object = {}): PersonActor {
  names += 1;
  const input = { name: `Person ${names}`, signInName: `person.${names}`, role: 'IT', jobProfile: 'crew' };
  const { id } = board.run<{ id: string }>(
    add,
    { ...input, siteId: AURORA.id, passphrase: NOBODYS_HASH },
    personActor('SA', 'administrator'),
  );
  const who = actorOfPerson(must(board.store.record(person, id), 'the person'));
  board.run(setPreferences, { ...USUAL_PREFERENCES, email: `${names}@example.com`, ...preferences }, who);
  return who;
}

const TEXT = { subject: 'Fire', body: 'Fire on deck 3' };
const told = (changes: Partial<z.input<typeof Told>> = {}): z.input<typeof Told> => ({
  occurrence: 'event-1',
  severity: 'high',
  category: 'incidents.escalated',
  titleKey: 'incidents.notify.title',
  titleParams: { number: 'AUR-INC-2026-0001', title: 'Fire' },
  bodyKey: 'incidents.notify.escalated',
  bodyParams: { level: 1, place: 'Deck 3' },
  linkKind: 'incident',
  linkId: 'fire',
  route: '/incidents/fire',
  dedupeKey: 'fire:1',
  groupKey: 'fire',
  texts: { email: TEXT, sms: TEXT, push: TEXT },
  carriers: { email: 'server', sms: 'server', push: null },
  ...changes,
});
const tell = (whom: readonly Actor[], changes: Partial<z.input<typeof Told>> = {}) =>
  board.run(raise, { told: told(changes), personIds: whom.map(({ id }) => id) }, CONSOLE);
const lines = () => board.store.records(notification, 'SELECT data FROM notification ORDER BY createdAt, id');
const deliveries = () =>
  board.store.records(delivery, 'SELECT data FROM delivery ORDER BY createdAt, channel');

describe('telling somebody', () => {
  it('twice for one occurrence is telling once; again within ten minutes sends nothing; later it is a group (NTF-1)', () => {
    const who = somebody();
    tell([who]);
    tell([who]);
    tell([who], { occurrence: 'event-2' });
    expect([lines().map(({ count }) => count), deliveries().length]).toEqual([[2], 2]);
    board.pass(11);
    tell([who], { occurrence: 'event-3' });
    expect([lines().map(({ count }) => count), deliveries().length]).toEqual([[3], 4]);
  });

  it('over a channel with no way out fails at once and says why (NTF-8)', () => {
    const who = somebody({ pushToken: 'token-1234' });
    tell([who]);
    const push = deliveries().find(({ channel }) => channel === 'push');
    expect([push && stateOf(push), push?.problem]).toEqual([
      'failed',
      'This site has neither a relay of its own nor a company server.',
    ]);
  });

  it('in quiet hours shows nothing before they end, and then it does', () => {
    const now = new Date(board.clock.now());
    const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString().slice(11, 16);
    tell([somebody({ quietHours: { from: at(-60), to: at(5) } })]);
    const states = () => deliveries().map((one) => [one.channel, stateOf(one)]);
    expect(states()).toEqual([
      ['desktop', 'queued'],
      ['email', 'queued'],
    ]);
    board.pass(6);
    expect(states()).toEqual([
      ['desktop', 'sent'],
      ['email', 'queued'],
    ]);
  });

  it('by a message that nobody carries away fails after a day (NTF-8)', () => {
    tell([somebody()]);
    board.pass(24 * 60 + 1);
    expect(deliveries().map(stateOf)).toEqual(['sent', 'failed']);
  });
});

describe('acknowledging', () => {
  it('calls off what has not gone out: one’s own in the inbox, everybody’s at the source (NTF-6)', () => {
    const [one, other] = [somebody(), somebody()];
    tell([one, other]);
    const ids = lines().flatMap(({ id, personId }) => (personId === one.id ? [id] : []));
    board.run(acknowledge, { ids }, one);
    const mails = () =>
      [one, other].map(({ id }) =>
        deliveries()
          .filter(({ personId, channel }) => personId === id && channel === 'email')
          .map(stateOf),
      );
    expect(mails()).toEqual([['suppressed'], ['queued']]);
    board.run(settle, { category: 'incidents.escalated', linkId: 'fire', byName: 'Ioanna' }, CONSOLE);
    expect(mails()).toEqual([['suppressed'], ['suppressed']]);
    expect(new Set(lines().map(({ acknowledgedByName }) => acknowledgedByName))).toEqual(
      new Set(['Ioanna', one.name]),
    );
  });

  it('is asked for before what is critical can be put away', () => {
    const who = somebody();
    tell([who], { severity: 'critical' });
    const ids = lines().map(({ id }) => id);
    expect(() => board.run(dismiss, { ids }, who)).toThrow('stays until it is acknowledged');
    board.run(acknowledge, { ids }, who);
    board.run(dismiss, { ids }, who);
    expect(board.queries.run(notificationQueries.inbox, { show: 'all' }, who)).toEqual({
      rows: [],
      next: null,
    });
  });
});

describe('an inbox (NTF-9)', () => {
  it('and how somebody is told are their own, here and at the server', () => {
    const [one, other] = [somebody(), somebody()];
    tell([one]);
    const [line] = lines();
    const ids = [must(line, 'a line').id];
    for (const command of [read, acknowledge, dismiss]) {
      expect(() => board.run(command, { ids }, other)).toThrow('belongs to somebody else');
      const write: ClaimedWrite = {
        kind: 'notification',
        op: 'patch',
        id: 'x',
        before: { id: 'x', kind: 'notification', siteId: AURORA.id, personId: one.id },
        after: undefined,
      };
      expect(() =>
        command.check?.({
          actor: other,
          site: AURORA,
          isFounder: false,
          hasPeople: true,
          peopleAt: () => [],
          writes: [write],
        }),
      ).toThrow('belongs to somebody else');
    }
    expect(board.queries.run(notificationQueries.summary, {}, other)).toMatchObject({ unread: 0 });
    expect(board.queries.run(notificationQueries.summary, {}, one)).toMatchObject({ unread: 1, critical: 0 });
  });

  it('but administrators set for others how they are told, and others do not', () => {
    const [one, other] = [somebody(), somebody()];
    const input = { ...USUAL_PREFERENCES, personId: one.id, email: 'given@example.com' };
    expect(() => board.run(setPreferencesFor, input, other)).toThrow(/may not/);
    board.run(setPreferencesFor, input, ADMINISTRATOR);
    expect(board.queries.run(notificationQueries.preferences, {}, one)).toMatchObject({
      email: 'given@example.com',
    });
  });
});

describe('an inbox page by page', () => {
  type Page = ReturnType<typeof notificationQueries.inbox.run>;
  type Question = Partial<z.input<typeof notificationQueries.inbox.input>>;
  const ask = (who: PersonActor, question: Question) =>
    board.queries.run<Page>(notificationQueries.inbox, question, who);
  const keys = (rows: readonly { bodyParams: object }[]) => rows.map(({ bodyParams }) => bodyParams);

  it('goes on where it was, whatever came meanwhile, and back again', () => {
    const who = somebody();
    const tellAbout = (n: number) =>
      tell([who], {
        occurrence: `event-${n}`,
        linkId: `fire-${n}`,
        dedupeKey: `fire-${n}`,
        groupKey: `fire-${n}`,
        bodyParams: { n },
      });
    for (let n = 1; n <= 7; n += 1) {
      tellAbout(n);
      // Two at one time each.
      if (n % 2 === 0) board.pass(1);
    }
    const first = ask(who, { limit: 3 });
    tellAbout(8);
    const second = ask(who, { limit: 3, cursor: first.next });
    const third = ask(who, { limit: 3, cursor: second.next });
    expect(keys([...first.rows, ...second.rows, ...third.rows])).toEqual(
      keys(ask(who, { limit: 100 }).rows).filter((params) => !('n' in params && params.n === 8)),
    );
    expect([first.rows.length, second.rows.length, third.rows.length, third.next]).toEqual([3, 3, 1, null]);
    const [begin] = third.rows;
    const back = ask(who, {
      limit: 3,
      direction: 'ascending',
      cursor: { value: must(begin, 'a line').sortValue, id: must(begin, 'a line').id },
    });
    expect(keys(back.rows.toReversed())).toEqual(keys(second.rows));
  });

  it('shows what is not acknowledged, not read, or critical', () => {
    const who = somebody();
    for (const severity of ['high', 'critical', 'low'] as const) {
      const key = { occurrence: severity, linkId: severity, dedupeKey: severity, groupKey: severity };
      tell([who], { ...key, severity });
    }
    const idOfLine = (severity: string) =>
      lines().flatMap((line) => (line.severity === severity ? [line.id] : []));
    board.run(read, { ids: [...idOfLine('critical'), ...idOfLine('low')] }, who);
    board.run(acknowledge, { ids: idOfLine('low') }, who);
    const shown = (['open', 'unread', 'critical', 'all'] as const).map((show) =>
      ask(who, { show })
        .rows.map(({ severity }) => severity)
        .toSorted(),
    );
    expect(shown).toEqual([['critical', 'high'], ['high'], ['critical'], ['critical', 'high', 'low']]);
  });
});

it('what is old goes with all that was sent of it, however much that is, and nothing else does (NTF-10)', () => {
  const [one, other] = [somebody({ desktopFor: ['high'] }), somebody()];
  tell([one, other]);
  for (let time = 2; time <= 260; time += 1) {
    board.pass(11);
    tell([one], { occurrence: `event-${time}` });
  }
  const [old, young] = [one, other].map(({ id }) =>
    must(
      lines().find(({ personId }) => personId === id),
      'a line',
    ),
  );
  const ids = [must(old, 'old').id, must(young, 'young').id];
  board.run(read, { ids: [must(old, 'old').id] }, one);
  const settledBefore = new Date(board.clock.now() + 1).toISOString();
  const remove = () =>
    board.run<{ removed: number }>(
      removeOld,
      { ids, settledBefore, unreadBefore: '2026-01-01T00:00:00.000Z' },
      CONSOLE,
    );
  expect([remove(), remove(), remove()]).toEqual([{ removed: 0 }, { removed: 1 }, { removed: 0 }]);
  expect([
    lines().map(({ personId }) => personId),
    new Set(deliveries().map(({ personId }) => personId)),
  ]).toEqual([[other.id], new Set([other.id])]);
});

it('a template with a name that is no placeholder is refused at its field', () => {
  const template = { category: 'incidents.escalated', channel: 'email', subject: 'Ahoy', body: '{nonsense}' };
  expect(() => board.run(saveTemplate, template, ADMINISTRATOR)).toThrow(/nonsense/);
});
