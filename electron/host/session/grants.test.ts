import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { may } from '#shared/access/can.ts';
import { refusal } from '#shared/access/say.ts';
import type { Feature } from '#shared/access/features.ts';
import { lapsed } from '#shared/access/lapse.ts';
import { person, type Person } from '#shared/domains/people/schema.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import { grantEndsAtMs, type GrantSet, grantText } from '#shared/sync/grants.ts';
import { AURORA, personActor, recordId, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { grantOf, takeGrants } from './grants.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

let board: TestConsole;
let serverKey: KeyObject;
let issuedAtMs: number;
let who: Person;

beforeEach(() => {
  board = testConsole();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  serverKey = privateKey;
  issuedAtMs = board.clock.now();
  board.store.state.membership = {
    organisationId: 'o',
    organisationName: 'Meridian Lines',
    serverUrl: 'https://sync.example.com',
    serverKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex'),
  };
  who = personOf('01950000-0000-7000-8000-00000000aa01');
});
afterEach(() => board.close());

function personOf(id: string, createdAt = isoOf(issuedAtMs - DAY_MS)): Person {
  return person.schema.parse({
    id,
    kind: 'person',
    siteId: AURORA.id,
    name: 'Tor Vik',
    signInName: 't.vik',
    role: 'IT',
    jobProfile: 'crew',
    active: true,
    granted: [],
    denied: [],
    createdAt,
  });
}

function grants(part: Partial<GrantSet> = {}, how: { deviceId?: string; key?: KeyObject } = {}): GrantSet {
  const said = {
    siteId: AURORA.id,
    issuedAtMs,
    expiresAtMs: grantEndsAtMs('vessel', issuedAtMs),
    people: [{ id: who.id, role: 'IT' }],
    ...part,
  };
  const text = grantText(how.deviceId ?? board.store.state.deviceId ?? '', said);
  return { ...said, signature: sign(null, Buffer.from(text), how.key ?? serverKey).toString('hex') };
}

const stateNow = (whose = who) => grantOf(board.store, whose, board.clock.now())?.state;
const take = (given: GrantSet) => takeGrants(board.store, given, board.clock.now());

describe('a grant', () => {
  it('holds at sea for ninety days, is warned of for a week, and is over on the ninety-first', () => {
    take(grants());
    const states = [0, 82, 83, 89, 90, 91].map((day) => {
      board.clock.advanceMs(issuedAtMs + day * DAY_MS - board.clock.now());
      return [day, stateNow()];
    });
    expect(states).toEqual([
      [0, 'held'],
      [82, 'held'],
      [83, 'ending'],
      [89, 'ending'],
      [90, 'lapsed'],
      [91, 'lapsed'],
    ]);
    const renewed = grants({ issuedAtMs: board.clock.now(), expiresAtMs: board.clock.now() + DAY_MS * 90 });
    take(renewed);
    expect(stateNow()).toBe('held');
  });

  it('is not made longer by a clock that is set back, neither at once nor afterwards', () => {
    take(grants());
    board.clock.advanceMs(89 * DAY_MS);
    stateNow();
    board.clock.advanceMs(-60 * DAY_MS);
    expect(stateNow()).toBe('ending');
    board.clock.advanceMs(2 * DAY_MS);
    expect(stateNow()).toBe('lapsed');
  });

  it('is nothing when it is forged, for another console, changed on its way or older', () => {
    const mallory = generateKeyPairSync('ed25519').privateKey;
    const later = { issuedAtMs: issuedAtMs + 1, expiresAtMs: issuedAtMs + 900 * DAY_MS };
    take(grants());
    take(grants(later, { key: mallory }));
    take(grants(later, { deviceId: 'another' }));
    take({ ...grants(), ...later });
    take(grants({ issuedAtMs: issuedAtMs - 1, expiresAtMs: issuedAtMs + 900 * DAY_MS }));
    expect(board.store.state.grants).toEqual(grants());
  });

  it('is for those it names, and for people whom this console has added since', () => {
    take(grants());
    const [stranger, newcomer] = [
      '01950000-0000-7000-8000-00000000aa02',
      '01950000-0000-7000-8000-00000000aa03',
    ];
    const told = board.store.db.prepare(
      'INSERT INTO record_sync (collection, id, version, seenIn) VALUES (?, ?, 1, 0)',
    );
    told.run('people', stranger);
    expect(stateNow(personOf(stranger))).toBe('lapsed');
    expect(stateNow(personOf(newcomer))).toBe('held');
  });

  it('is nothing a console needs that never joined a company, or whose server signs none', () => {
    expect(stateNow()).toBeUndefined();
    take(grants());
    Object.defineProperty(board.store.state, 'membership', { value: undefined });
    expect(stateNow()).toBeUndefined();
  });
});

describe('somebody whose grant has lapsed', () => {
  it('reads, reports, acknowledges, escalates, and finds the way out; nothing else', () => {
    const master = personActor('AP', 'master');
    if (master.type !== 'person') throw new Error('a person');
    const after = lapsed(master);
    const open: Feature[] = [
      'incidents.read',
      'incidents.report',
      'incidents.acknowledge',
      'incidents.escalate',
      'sync.manage',
      'sign-in.own',
    ];
    const closed: Feature[] = [
      'incidents.handle',
      'incidents.close',
      'people.manage',
      'store.manage',
      'audit.export',
    ];
    expect(open.filter((feature) => !may(after, feature).allowed)).toEqual([]);
    expect(closed.filter((feature) => may(after, feature).allowed)).toEqual([]);
    expect(refusal(after, 'incidents.close', null).details.remedy).toContain('.fairlead');
  });

  it('gains nothing by it', () => {
    const crew = personActor('IT', 'crew', recordId(AURORA.id));
    if (crew.type !== 'person') throw new Error('a person');
    expect(may(lapsed({ ...crew, denied: ['incidents.report'] }), 'incidents.report').allowed).toBe(false);
    expect(may(lapsed(crew), 'incidents.escalate').allowed).toBe(false);
  });
});
