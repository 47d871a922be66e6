import { afterEach, describe, expect, it } from 'vitest';
import { createFirstAdministrator } from '#shared/domains/people/commands.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { AURORA, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { hashPassphrase, passphraseMatches } from './passphrase.ts';
import { Sessions } from './session-service.ts';
import { delaySecondsAfter } from './sign-in-delay.ts';

const HERE = { sessionId: 'a'.repeat(32), kind: 'window' } as const;
const THERE = { sessionId: 'b'.repeat(32), kind: 'window' } as const;

let board: TestConsole;
let sessions: Sessions;
afterEach(() => board.close());

async function withAdministrator(): Promise<void> {
  board = testConsole();
  sessions = new Sessions(board.store, board.clock, () => undefined);
  const passphrase = await hashPassphrase('fair winds and following seas');
  const actor = { type: 'system', id: 'device', siteId: AURORA.id } as const;
  board.run(createFirstAdministrator, { name: 'Ines Duarte', signInName: 'i.duarte', passphrase }, actor);
}

async function refusalOf(attempt: Promise<unknown>) {
  try {
    await attempt;
  } catch (error) {
    if (isDomainError(error)) return error.details;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('signing in', () => {
  it('works with no link, and is for that connection only', async () => {
    await withAdministrator();
    const who = await sessions.signIn(HERE, {
      signInName: 'i.duarte',
      passphrase: 'fair winds and following seas',
    });
    expect(who).toMatchObject({ name: 'Ines Duarte', role: 'AP' });
    expect(sessions.current(HERE)).toEqual(who);
    expect(sessions.current(THERE)).toBeNull();
    expect(() => sessions.mustActor(THERE)).toThrow('Nobody is signed in here.');
    sessions.signOut(HERE);
    expect(sessions.current(HERE)).toBeNull();
  });

  it('outlives a host that was killed: a new one over the same store knows who is signed in', async () => {
    await withAdministrator();
    await sessions.signIn(HERE, { signInName: 'i.duarte', passphrase: 'fair winds and following seas' });
    const next = new Sessions(board.store, board.clock, () => undefined);
    expect(next.current(HERE)?.name).toBe('Ines Duarte');
  });

  it('makes one wait longer after each wrong passphrase, unknown names included, and forgets after a right one', async () => {
    await withAdministrator();
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
    await attempt('i.duarte', 'fair winds and following seas');
    expect(await refusalOf(attempt('i.duarte', 'wrong wrong'))).toMatchObject({ code: 'wrong-passphrase' });
  });

  it('doubles the delay up to a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4, 5, 20].map(delaySecondsAfter)).toEqual([0, 0, 0, 5, 10, 20, 900]);
  });
});

describe('a passphrase', () => {
  it('matches itself however its letters were composed, and nothing else', async () => {
    const hash = await hashPassphrase('caf\u00e9 au lait');
    expect(await passphraseMatches('cafe\u0301 au lait', hash)).toBe(true);
    expect(await passphraseMatches('cafe au lait', hash)).toBe(false);
  });
});

describe('the first administrator', () => {
  it('can be made once only', async () => {
    await withAdministrator();
    const passphrase = await hashPassphrase('another one');
    const actor = { type: 'system', id: 'device', siteId: AURORA.id } as const;
    const again = () =>
      board.run(createFirstAdministrator, { name: 'Mallory', signInName: 'mallory', passphrase }, actor);
    expect(again).toThrow('This site has people already.');
  });

  it('leaves no passphrase in the journal, only its hash', async () => {
    await withAdministrator();
    expect(JSON.stringify(board.store.journal.row(1))).not.toContain('following seas');
  });
});
