import { TOTP, Secret } from 'otpauth';
import { afterEach, describe, expect, it } from 'vitest';
import type { Feature } from '#shared/access/features.ts';
import { add, createFirstAdministrator } from '#shared/domains/people/commands.ts';
import { deactivate, setPassphrase } from '#shared/domains/people/manage.ts';
import { credential } from '#shared/domains/people/schema.ts';
import { resetSecondFactor, setSignInPolicy } from '#shared/domains/people/own-sign-in.ts';
import type { Actor } from '#shared/access/can.ts';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import type { Connection } from '#host/services.ts';
import { AURORA, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { hashPassphrase, passphraseMatches } from './passphrase.ts';
import { Sessions } from './session-service.ts';
import { delaySecondsAfter } from './sign-in-delay.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';

const HERE: Connection = { sessionId: 'a'.repeat(32), kind: 'window' };
const THERE: Connection = { sessionId: 'b'.repeat(32), kind: 'window' };
const ELSEWHERE: Connection = { sessionId: 'e'.repeat(32), kind: 'window' };
const PASSPHRASE = 'fair winds and following seas';
/** The least that a record may have: what is tested here is not how long it takes. */
const CHEAP = { cost: 16_384, blockSize: 8, parallelization: 1 } as const;
const known = hashPassphrase(PASSPHRASE, CHEAP);
const SYSTEM = { type: 'system', id: 'device', siteId: AURORA.id } as const;
const INES = { signInName: 'i.duarte', passphrase: PASSPHRASE };
const TOR = { signInName: 't.vik', passphrase: PASSPHRASE };

let board: TestConsole;
let sessions: Sessions;
afterEach(() => board.close());

function newSessions(): Sessions {
  const { store, clock, commands } = board;
  const audit = createAuditNotes(store, clock);
  return new Sessions({
    store,
    clock,
    commands,
    audit,
    changed: () => undefined,
    elapsedMs: () => clock.now(),
  });
}

/** Ines administers the ship, Tor is of its crew. */
async function withPeople(): Promise<{ tor: string }> {
  board = testConsole();
  sessions = newSessions();
  const passphrase = await known;
  board.run(createFirstAdministrator, { name: 'Ines Duarte', signInName: 'i.duarte', passphrase }, SYSTEM);
  await sessions.signIn(THERE, INES);
  const crew = { name: 'Tor Vik', signInName: 't.vik', role: 'IT', jobProfile: 'crew', siteId: AURORA.id };
  const tor = board.run<{ id: string }>(add, { ...crew, passphrase }, ines());
  sessions.signOut(THERE);
  return { tor: tor.id };
}

function ines(): Actor {
  return sessions.mustActor(THERE);
}

async function refusalOf(attempt: Promise<unknown> | (() => unknown)) {
  try {
    await (typeof attempt === 'function' ? attempt() : attempt);
  } catch (error) {
    if (isDomainError(error)) return error.details;
    throw error;
  }
  throw new Error('it was not refused');
}

/** How sign-ins have ended, as Ines is told. */
function endedNow(): string[] {
  return sessions
    .list(THERE, 'all')
    .ended.map(({ personName, how, endedByName }) =>
      [personName, how, endedByName].filter(Boolean).join(' '),
    );
}

/** What the journal notes, newest last. */
function notes(): string[] {
  const entries = board.store.journal.head().seq;
  return Array.from({ length: entries }, (_, at) => JSON.stringify(board.store.journal.row(at + 1))).filter(
    (text) => text.includes('audit.note'),
  );
}

describe('signing in', () => {
  it('works with no link, and is for that connection only', async () => {
    await withPeople();
    const who = await sessions.signIn(HERE, INES);
    expect(who).toMatchObject({ name: 'Ines Duarte', role: 'AP' });
    expect(sessions.current(HERE)).toEqual(who);
    expect(sessions.current(THERE)).toBeNull();
    expect(() => sessions.mustActor(THERE)).toThrow('Nobody is signed in here.');
    sessions.signOut(HERE);
    expect(sessions.current(HERE)).toBeNull();
  });

  it('outlives a host that was killed: a new one over the same store knows who is signed in', async () => {
    await withPeople();
    await sessions.signIn(HERE, INES);
    expect(newSessions().current(HERE)?.name).toBe('Ines Duarte');
  });

  it('makes one wait longer after each wrong passphrase, unknown names included, and forgets after a right one', async () => {
    await withPeople();
    const attempt = (signInName: string, passphrase: string) =>
      sessions.signIn(HERE, { signInName, passphrase });
    for (const name of ['i.duarte', 'nobody']) {
      for (let wrong = 0; wrong < 3; wrong += 1) {
        expect(await refusalOf(attempt(name, 'wrong wrong'))).toMatchObject({ code: 'wrong-passphrase' });
      }
      expect(await refusalOf(attempt(name, 'wrong wrong'))).toMatchObject({
        code: 'too-many-attempts',
        retryAfterSeconds: 5,
      });
    }
    board.clock.advanceMs(5_000);
    expect(await refusalOf(attempt('i.duarte', 'wrong again'))).toMatchObject({ retryAfterSeconds: 10 });
    board.clock.advanceMs(10_000);
    await attempt('i.duarte', PASSPHRASE);
    expect(await refusalOf(attempt('i.duarte', 'wrong wrong'))).toMatchObject({ code: 'wrong-passphrase' });
  });

  it('lets nobody try many at once before the first is counted', async () => {
    await withPeople();
    const tries = Array.from({ length: 8 }, (_, at) =>
      refusalOf(sessions.signIn(HERE, { signInName: 'i.duarte', passphrase: `wrong ${at}` })),
    );
    const codes = (await Promise.all(tries)).map(({ code }) => code);
    expect(codes.filter((code) => code === 'wrong-passphrase')).toHaveLength(3);
    expect(codes.filter((code) => code === 'too-many-attempts')).toHaveLength(5);
  });

  it('takes as long over an unknown name as over a wrong passphrase', async () => {
    await withPeople();
    const tookMs = async (signInName: string) => {
      const from = performance.now();
      await refusalOf(sessions.signIn(HERE, { signInName, passphrase: 'wrong wrong' }));
      return performance.now() - from;
    };
    const known = await tookMs('i.duarte');
    // Without the decoy it would be a hundredth.
    expect(await tookMs('nobody')).toBeGreaterThan(known / 5);
  });

  it('notes who came and went, and never what was typed as a name', async () => {
    await withPeople();
    await refusalOf(sessions.signIn(HERE, { signInName: 'my secret passphrase', passphrase: 'x' }));
    await refusalOf(sessions.signIn(HERE, { signInName: 'i.duarte', passphrase: 'x' }));
    await sessions.signIn(HERE, INES);
    sessions.signOut(HERE);
    const said = notes().slice(-4);
    expect(said.map((text) => /audit\.note\.([a-z-]+)/.exec(text)?.[1])).toEqual([
      'sign-in-failed',
      'sign-in-failed',
      'signed-in',
      'signed-out',
    ]);
    expect(said.join()).not.toContain('secret');
  });

  it('doubles the delay up to a quarter of an hour', () => {
    board = testConsole();
    expect([0, 1, 2, 3, 4, 5, 20].map(delaySecondsAfter)).toEqual([0, 0, 0, 5, 10, 20, 900]);
  });

  it('ends for somebody who is deactivated', async () => {
    const { tor } = await withPeople();
    await sessions.signIn(HERE, TOR);
    await sessions.signIn(THERE, INES);
    board.run(deactivate, { id: tor, reason: 'Left the ship.' }, ines());
    expect(sessions.current(HERE)).toBeNull();
    expect(endedNow()).toContain('Tor Vik not-active');
  });
});

describe('the lock', () => {
  it('falls when nobody has touched the console for as long as is set, and the host then refuses everything', async () => {
    await withPeople();
    await sessions.signIn(HERE, INES);
    sessions.setLockAfterMinutes(5);
    board.clock.advanceMs(4 * MINUTE_MS);
    sessions.mustActor(HERE, { isAct: true });
    board.clock.advanceMs(4 * MINUTE_MS);
    // Looking is no touch: a page that asks by itself keeps nothing open.
    sessions.mustActor(HERE);
    board.clock.advanceMs(MINUTE_MS);
    expect(await refusalOf(() => sessions.mustActor(HERE))).toMatchObject({ code: 'session-locked' });
    expect(sessions.current(HERE)).toBeNull();
    expect(sessions.status(HERE).gate).toEqual({ kind: 'locked', name: 'Ines Duarte', initials: 'ID' });
    expect(
      await refusalOf(() => sessions.breakGlass(HERE, { feature: 'people.read', reason: 'Because of it.' })),
    ).toMatchObject({ code: 'session-locked' });
    expect(await refusalOf(() => sessions.secondFactor(HERE))).toMatchObject({ code: 'session-locked' });
  });

  it('counts the time a machine slept, and no change of its clock', async () => {
    await withPeople();
    const { store, clock, commands } = board;
    const audit = createAuditNotes(store, clock);
    const parts = { store, clock, commands, audit, changed: () => undefined };
    const host = new Sessions({ ...parts, elapsedMs: () => 0 });
    await host.signIn(HERE, INES);
    host.mustActor(HERE);
    board.clock.advanceMs(HOUR_MS);
    expect(host.current(HERE)?.name).toBe('Ines Duarte');
    host.resumed();
    expect(host.status(HERE).gate?.kind).toBe('locked');
  });

  it('locks with the screen of its machine, browsers elsewhere left alone (LC-3)', async () => {
    await withPeople();
    await sessions.signIn(HERE, INES);
    const browser: Connection = { sessionId: 'f'.repeat(32), kind: 'served' };
    const opened = await sessions.signIn(browser, TOR);
    const renewed = { ...browser, sessionId: sessions.renewed(sessions.status(browser).renewal ?? '') ?? '' };
    sessions.screenLocked();
    expect([
      sessions.status(HERE).gate?.kind,
      sessions.status(renewed).gate,
      sessions.current(renewed)?.name,
    ]).toEqual(['locked', null, opened.name]);
  });

  it('opens with the passphrase alone, and wrong ones cost time', async () => {
    await withPeople();
    await sessions.signIn(HERE, INES);
    sessions.lock(HERE);
    expect(newSessions().current(HERE)).toBeNull();
    for (let wrong = 0; wrong < 3; wrong += 1) {
      expect(await refusalOf(sessions.unlock(HERE, { passphrase: 'wrong' }))).toMatchObject({
        code: 'wrong-passphrase',
      });
    }
    expect(await refusalOf(sessions.unlock(HERE, { passphrase: PASSPHRASE }))).toMatchObject({
      code: 'too-many-attempts',
    });
    board.clock.advanceMs(5_000);
    await sessions.unlock(HERE, { passphrase: PASSPHRASE });
    expect(sessions.current(HERE)?.name).toBe('Ines Duarte');
  });

  it('opens no session that was ended while the passphrase was looked at', async () => {
    await withPeople();
    await sessions.signIn(HERE, INES);
    sessions.lock(HERE);
    const unlocking = refusalOf(sessions.unlock(HERE, { passphrase: PASSPHRASE }));
    sessions.signOut(HERE);
    expect(await unlocking).toMatchObject({ code: 'signed-out' });
    expect(sessions.current(HERE)).toBeNull();
  });
});

describe('a watch change', () => {
  it('parks who leaves, lists who worked here by name and initials only, and brings them back by passphrase', async () => {
    await withPeople();
    await sessions.signIn(HERE, INES);
    sessions.park(HERE);
    expect(sessions.current(HERE)).toBeNull();
    const [recent] = sessions.recent(HERE);
    expect(recent).toEqual({ id: expect.any(String), name: 'Ines Duarte', initials: 'ID' });
    await sessions.signIn(HERE, TOR);
    expect(sessions.status(HERE).parked).toBe(1);
    const id = sessions.recent(HERE).find(({ initials }) => initials === 'ID')?.id;
    expect(await refusalOf(sessions.signIn(HERE, { recentId: id, passphrase: 'wrong' }))).toMatchObject({
      code: 'wrong-passphrase',
    });
    await sessions.signIn(HERE, { recentId: id, passphrase: PASSPHRASE });
    expect(sessions.current(HERE)?.name).toBe('Ines Duarte');
    expect(sessions.status(HERE).parked).toBe(1);
  });

  it('tells a browser of nobody who did not work in it', async () => {
    await withPeople();
    await sessions.signIn(HERE, INES);
    expect(sessions.recent({ sessionId: 'c'.repeat(64), kind: 'served' })).toEqual([]);
  });
});

describe('sign-ins', () => {
  it('are listed with their ends, and are ended by oneself or by who may', async () => {
    await withPeople();
    await sessions.signIn(HERE, TOR);
    await sessions.signIn(THERE, INES);
    const tors = sessions.list(THERE, 'all').live.find(({ personName }) => personName === 'Tor Vik');
    expect(sessions.list(HERE, 'own').live).toHaveLength(1);
    const inesId = sessions.list(THERE, 'own').live[0]?.id ?? '';
    expect(await refusalOf(() => sessions.end(HERE, inesId, 'own'))).toMatchObject({ code: 'not-found' });
    sessions.end(THERE, tors?.id ?? '', 'all');
    expect(sessions.current(HERE)).toBeNull();
    expect(endedNow()).toContain('Tor Vik ended Ines Duarte');
  });

  it('elsewhere end with one call', async () => {
    await withPeople();
    await sessions.signIn(HERE, TOR);
    await sessions.signIn(THERE, TOR);
    expect(sessions.endOthers(THERE)).toEqual({ ended: 1 });
    expect([sessions.current(HERE), sessions.current(THERE)?.name]).toEqual([null, 'Tor Vik']);
  });

  it('in a browser end after half a day untouched and after a week whatever happens', async () => {
    await withPeople();
    const browser: Connection = { sessionId: 'c'.repeat(64), kind: 'served' };
    await sessions.signIn(browser, TOR);
    board.clock.advanceMs(12 * HOUR_MS);
    expect(await refusalOf(() => sessions.mustActor(browser))).toMatchObject({ code: 'signed-out' });
    await sessions.signIn(browser, TOR);
    sessions.setLockAfterMinutes(10_000);
    for (let hours = 0; hours < 7 * 24; hours += 8) {
      sessions.mustActor(browser, { isAct: true });
      board.clock.advanceMs(8 * HOUR_MS);
    }
    expect(await refusalOf(() => sessions.mustActor(browser))).toMatchObject({ code: 'signed-out' });
  });

  it('give a browser another secret, so that whoever knew the one before has nothing', async () => {
    await withPeople();
    const planted = 'd'.repeat(64);
    const browser: Connection = { sessionId: planted, kind: 'served' };
    await sessions.signIn(browser, TOR);
    expect(sessions.current(browser)?.name).toBe('Tor Vik');
    expect(sessions.current({ sessionId: planted, kind: 'served' })).toBeNull();
    const token = sessions.status(browser).renewal ?? '';
    const secret = sessions.renewed(token) ?? '';
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(sessions.renewed(token)).toBeUndefined();
    expect(sessions.status(browser).renewal).toBeNull();
    expect(sessions.current({ sessionId: secret, kind: 'served' })?.name).toBe('Tor Vik');
  });
});

describe('a passphrase', () => {
  it('matches itself however its letters were composed, and nothing else', async () => {
    board = testConsole();
    const hash = await hashPassphrase('caf\u00e9 au lait');
    expect(await passphraseMatches('cafe\u0301 au lait', hash)).toBe(true);
    expect(await passphraseMatches('cafe au lait', hash)).toBe(false);
  });

  it('is changed by who knows the old one, which ends their other sign-ins', async () => {
    await withPeople();
    await sessions.signIn(HERE, TOR);
    await sessions.signIn(THERE, TOR);
    const next = 'a rolling stone';
    expect(await refusalOf(sessions.changePassphrase(HERE, { current: 'wrong', next }))).toMatchObject({
      field: 'current',
    });
    expect(
      await refusalOf(sessions.changePassphrase(HERE, { current: PASSPHRASE, next: PASSPHRASE })),
    ).toMatchObject({ field: 'next' });
    await sessions.changePassphrase(HERE, { current: PASSPHRASE, next });
    expect([sessions.current(HERE)?.name, sessions.current(THERE)]).toEqual(['Tor Vik', null]);
    expect(await refusalOf(sessions.signIn(THERE, TOR))).toMatchObject({ code: 'wrong-passphrase' });
    await sessions.signIn(THERE, { signInName: 't.vik', passphrase: next });
  });

  it('that an administrator set is changed before anything else', async () => {
    const { tor } = await withPeople();
    await sessions.signIn(THERE, INES);
    board.run(setPassphrase, { id: tor, passphrase: await hashPassphrase('for one time', CHEAP) }, ines());
    await sessions.signIn(HERE, { signInName: 't.vik', passphrase: 'for one time' });
    expect(sessions.status(HERE).gate?.kind).toBe('change-passphrase');
    expect(await refusalOf(() => sessions.mustActor(HERE))).toMatchObject({
      code: 'passphrase-change-needed',
    });
    await sessions.changePassphrase(HERE, { current: 'for one time', next: 'one of my own' });
    expect(sessions.current(HERE)?.name).toBe('Tor Vik');
  });

  it('that an administrator set ends what was opened with the old one, and nobody waits for wrong ones', async () => {
    const { tor } = await withPeople();
    await sessions.signIn(HERE, TOR);
    sessions.park(HERE);
    await sessions.signIn(ELSEWHERE, TOR);
    await sessions.signIn(THERE, INES);
    const wrong = () => refusalOf(sessions.signIn(HERE, { ...TOR, passphrase: 'forgotten' }));
    for (let tries = 0; tries < 3; tries += 1) await wrong();
    expect(await wrong()).toMatchObject({ code: 'too-many-attempts' });
    board.run(setPassphrase, { id: tor, passphrase: await hashPassphrase('for one time', CHEAP) }, ines());
    expect(endedNow().filter((ended) => ended.startsWith('Tor'))).toEqual([
      'Tor Vik passphrase-set',
      'Tor Vik passphrase-set',
    ]);
    expect([sessions.current(ELSEWHERE), sessions.current(THERE)?.name]).toEqual([null, 'Ines Duarte']);
    await sessions.signIn(HERE, { ...TOR, passphrase: 'for one time' });
  });

  it('that was set at another console ends it here, once', async () => {
    const { tor } = await withPeople();
    await sessions.signIn(HERE, TOR);
    const sql = 'SELECT data FROM credential WHERE personId = :tor';
    const known = must(board.store.records(credential, sql, { tor })[0], 'Tor has a passphrase');
    const passphrase = await hashPassphrase('for one time', CHEAP);
    const arrive = () =>
      board.store.receive((writer, changed) => {
        changed(writer.write('people', { ...known, ...passphrase, mustChange: true }, false));
      });
    arrive();
    expect(await refusalOf(() => sessions.mustActor(HERE))).toMatchObject({ code: 'signed-out' });
    await sessions.signIn(HERE, { ...TOR, passphrase: 'for one time' });
    arrive();
    expect(sessions.status(HERE).gate?.kind).toBe('change-passphrase');
  });

  it('that is replaced while it is looked at opens nothing', async () => {
    const { tor } = await withPeople();
    await sessions.signIn(THERE, INES);
    const passphrase = await hashPassphrase('for one time', CHEAP);
    const trying = refusalOf(sessions.signIn(HERE, TOR));
    board.run(setPassphrase, { id: tor, passphrase }, ines());
    expect(await trying).toMatchObject({ code: 'wrong-passphrase' });
    expect(sessions.status(HERE).gate).toBeNull();
  });

  it('leaves nothing in the journal, only its hash', async () => {
    await withPeople();
    expect(JSON.stringify(board.store.journal.row(1))).not.toContain('following seas');
  });
});

describe('a second factor', () => {
  function codeOf(secretBase32: string, offMs = 0): string {
    const form = { algorithm: 'SHA1', digits: 6, period: 30 };
    return TOTP.generate({
      ...form,
      secret: Secret.fromBase32(secretBase32),
      timestamp: board.clock.now() + offMs,
    });
  }

  /** Tor with an app: its secret and the recovery codes. */
  async function withFactor() {
    const { tor } = await withPeople();
    await sessions.signIn(HERE, TOR);
    const { secretBase32, qr, uri } = await sessions.beginSecondFactor(HERE, { passphrase: PASSPHRASE });
    expect(uri).toContain(secretBase32);
    expect(qr.path.length).toBeGreaterThan(qr.size);
    const code = codeOf(secretBase32);
    const { recoveryCodes } = sessions.confirmSecondFactor(HERE, { code });
    sessions.signOut(HERE);
    return { tor, secretBase32, recoveryCodes, code };
  }
  const signIn = (code?: string) => sessions.signIn(HERE, { ...TOR, code });

  it('is asked for after the passphrase, drifts by one step, and each code opens once', async () => {
    const { secretBase32, code } = await withFactor();
    expect(await refusalOf(signIn())).toMatchObject({ code: 'second-factor-needed', field: 'code' });
    // The one that confirmed it was seen, too.
    expect(await refusalOf(signIn(code))).toMatchObject({ field: 'code' });
    board.clock.advanceMs(2 * MINUTE_MS);
    expect(await refusalOf(signIn(codeOf(secretBase32, -60_000)))).toMatchObject({ field: 'code' });
    const early = codeOf(secretBase32, -30_000);
    await signIn(early);
    expect(await refusalOf(signIn(early))).toMatchObject({ code: 'wrong-passphrase' });
    await signIn(codeOf(secretBase32));
    await signIn(codeOf(secretBase32, 30_000));
    expect(await refusalOf(signIn(codeOf(secretBase32)))).toMatchObject({ code: 'wrong-passphrase' });
  });

  it('does not say whether the passphrase was right to who has none', async () => {
    await withFactor();
    expect(
      await refusalOf(sessions.signIn(HERE, { ...TOR, passphrase: 'wrong', code: '123456' })),
    ).toMatchObject({
      field: 'passphrase',
    });
  });

  it('makes wrong codes wait like wrong passphrases', async () => {
    await withFactor();
    board.clock.advanceMs(2 * MINUTE_MS);
    for (let wrong = 0; wrong < 3; wrong += 1) await refusalOf(signIn('000000'));
    expect(await refusalOf(signIn('000000'))).toMatchObject({ code: 'too-many-attempts' });
  });

  it('is replaced by a recovery code, once, and that is in the journal', async () => {
    const { recoveryCodes } = await withFactor();
    const [first = ''] = recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    await signIn(first.toLowerCase());
    expect(sessions.secondFactor(HERE).recoveryCodesLeft).toBe(9);
    expect(await refusalOf(signIn(first))).toMatchObject({ code: 'wrong-passphrase' });
    const journal = Array.from({ length: board.store.journal.head().seq }, (_, at) =>
      JSON.stringify(board.store.journal.row(at + 1)),
    ).join();
    expect(journal).toContain('people.spendRecoveryCode');
    expect(journal).not.toContain(first.replaceAll('-', ''));
  });

  it('is demanded of whom the site says, and an administrator takes a lost one away', async () => {
    const { tor } = await withFactor();
    await sessions.signIn(THERE, INES);
    board.run(
      setSignInPolicy,
      { siteId: AURORA.id, secondFactorRoles: ['IT'], secondFactorPeople: [] },
      ines(),
    );
    board.run(resetSecondFactor, { id: tor, reason: 'The telephone fell overboard.' }, ines());
    await signIn();
    expect(sessions.status(HERE).gate?.kind).toBe('enrol-second-factor');
    expect(await refusalOf(() => sessions.mustActor(HERE))).toMatchObject({ code: 'second-factor-needed' });
    const { secretBase32 } = await sessions.beginSecondFactor(HERE, { passphrase: PASSPHRASE });
    board.clock.advanceMs(MINUTE_MS);
    expect(await refusalOf(() => sessions.confirmSecondFactor(HERE, { code: '000000' }))).toMatchObject({
      field: 'code',
    });
    sessions.confirmSecondFactor(HERE, { code: codeOf(secretBase32) });
    expect(sessions.current(HERE)?.name).toBe('Tor Vik');
  });
});

describe('breaking the glass', () => {
  const reason = 'The master is hurt and nobody else is here.';
  const has = (feature: Feature) => sessions.current(HERE)?.features.includes(feature);

  it('gives a right for an hour, loudly', async () => {
    await withPeople();
    await sessions.signIn(HERE, TOR);
    sessions.setLockAfterMinutes(10_000);
    expect(has('incidents.close')).toBe(false);
    sessions.breakGlass(HERE, { feature: 'incidents.close', reason });
    expect(has('incidents.close')).toBe(true);
    expect(sessions.status(HERE).taken).toMatchObject([{ feature: 'incidents.close', reason }]);
    expect(notes().at(-1)).toContain(reason);
    board.clock.advanceMs(59 * MINUTE_MS);
    expect(has('incidents.close')).toBe(true);
    board.clock.advanceMs(MINUTE_MS);
    expect([has('incidents.close'), sessions.status(HERE).taken]).toEqual([false, []]);
  });

  it('ends when they say so, and gives nothing that they have', async () => {
    await withPeople();
    await sessions.signIn(HERE, TOR);
    sessions.breakGlass(HERE, { feature: 'incidents.close', reason });
    expect(
      await refusalOf(() => sessions.breakGlass(HERE, { feature: 'incidents.report', reason })),
    ).toMatchObject({ code: 'rule-broken' });
    sessions.endBreakGlass(HERE);
    expect(has('incidents.close')).toBe(false);
    expect(notes().at(-1)).toContain('ended');
  });
});
