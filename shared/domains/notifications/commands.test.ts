import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Actor, PersonActor } from '#shared/access/can.ts';
import { AURORA, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
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

const { raise, settle, read, acknowledge, dismiss, setPreferences, setPreferencesFor, saveTemplate } =
  notificationCommands;
const CONSOLE: Actor = { type: 'system', id: 'console', siteId: AURORA.id };
const ADMINISTRATOR = personActor('AP', 'administrator');
const HASH = {
  algorithm: 'scrypt',
  cost: 16_384,
  blockSize: 8,
  parallelization: 1,
  saltHex: 'a'.repeat(32),
  hashHex: 'b'.repeat(64),
} as const;

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
    { ...input, siteId: AURORA.id, passphrase: HASH },
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
      lines: [],
      more: false,
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

it('a template with a name that is no placeholder is refused at its field', () => {
  const template = { category: 'incidents.escalated', channel: 'email', subject: 'Ahoy', body: '{nonsense}' };
  expect(() => board.run(saveTemplate, template, ADMINISTRATOR)).toThrow(/nonsense/);
});
