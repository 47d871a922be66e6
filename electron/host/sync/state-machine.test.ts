import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRunning, step, STOPPED, type SyncEvent, type SyncState } from './state-machine.ts';

const RULES = { pollMs: 3_000, commitDelayMs: 50, refusedMs: 300_000 };
const START: SyncEvent = { type: 'started', isJoined: true, isPaused: false };
const FAILURE: SyncEvent = { type: 'failed', isRefusal: false, retryAfterMs: 0, random: 0.5 };

/** The phase after some events, and what the last of them asked for. */
function after(...events: SyncEvent[]) {
  let reached = { state: STOPPED, effects: [] as readonly unknown[] };
  for (const event of events) reached = step(reached.state, event, RULES);
  return [reached.state.phase, ...reached.effects];
}

const waits = (delayMs: number) => ({ do: 'wait', delayMs });
const running: SyncEvent[] = [START, { type: 'due' }];
const online: SyncEvent[] = [...running, { type: 'answered' }, { type: 'ended', hasMore: false }];

describe('the sync client', () => {
  it.each<[string, SyncEvent[], unknown[]]>([
    ['asks at once when it is started', [START], ['idle', waits(0)]],
    ['stays down over a restart when a person held it down', [{ ...START, isPaused: true }], ['paused']],
    [
      'talks to nobody before it has joined',
      [{ ...START, isJoined: false }, { type: 'asked' }],
      ['not-joined'],
    ],
    ['begins when it has joined', [{ ...START, isJoined: false }, { type: 'joined' }], ['idle', waits(0)]],
    ['polls while nothing happens', online, ['idle', waits(3_000)]],
    ['sends what was done a moment later', [...online, { type: 'committed' }], ['waiting', waits(50)]],
    ['keeps its pace while there is no link', [...running, FAILURE, { type: 'committed' }], ['offline']],
    [
      'goes at once for news',
      [...online, { type: 'news' }],
      ['connecting', { do: 'stop-waiting' }, { do: 'begin' }],
    ],
    [
      'goes again after a running exchange for news',
      [...running, { type: 'news' }, { type: 'ended', hasMore: false }],
      ['waiting', waits(0)],
    ],
    [
      'interrupts what runs for what is urgent',
      [...running, { type: 'urgent' }],
      ['connecting', { do: 'cut' }],
    ],
    ['begins anew after it was cut', [...running, { type: 'woken' }, { type: 'cut' }], ['waiting', waits(0)]],
    [
      'waits twice as long after each failure',
      [...running, FAILURE, { type: 'due' }, FAILURE],
      ['offline', waits(2_000)],
    ],
    [
      'hardly asks a server that refuses it',
      [...running, { ...FAILURE, isRefusal: true }],
      ['refused', waits(300_000)],
    ],
    [
      'does not ask a server that refuses it for news',
      [...running, { ...FAILURE, isRefusal: true }, { type: 'news' }],
      ['refused'],
    ],
    [
      'comes back when a busy server says',
      [...running, { ...FAILURE, retryAfterMs: 90_000 }],
      ['offline', waits(90_000)],
    ],
    [
      'ends what runs when a person holds it down',
      [...running, { type: 'paused' }],
      ['paused', { do: 'stop-waiting' }, { do: 'cut' }],
    ],
    [
      'begins at once when it is let go',
      [...running, { type: 'paused' }, { type: 'cut' }, { type: 'released' }],
      ['idle', waits(0)],
    ],
  ])('%s', (_what, events, expected) => {
    expect(after(...events)).toEqual(expected);
  });

  it('runs one exchange at a time, and while it is up always runs or waits, whatever comes', () => {
    const event: fc.Arbitrary<SyncEvent> = fc.oneof(
      fc
        .constantFrom<SyncEvent['type']>(
          'joined',
          'paused',
          'released',
          'committed',
          'urgent',
          'news',
          'asked',
          'woken',
          'due',
          'answered',
          'transferring',
          'cut',
        )
        .map((type) => ({ type }) as SyncEvent),
      fc.boolean().map((hasMore): SyncEvent => ({ type: 'ended', hasMore })),
      fc.boolean().map((isRefusal): SyncEvent => ({ ...FAILURE, isRefusal })),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state: SyncState = STOPPED;
        let isWaiting = false;
        for (const next of [START, ...events]) {
          const wasRunning = isRunning(state);
          const reached = step(state, next, RULES);
          for (const effect of reached.effects) {
            if (effect.do === 'begin') expect(wasRunning).toBe(false);
            if (effect.do === 'wait') isWaiting = true;
            if (effect.do === 'stop-waiting') isWaiting = false;
          }
          state = reached.state;
          const isUp = state.phase !== 'paused' && state.phase !== 'not-joined';
          expect(!isUp || isRunning(state) || isWaiting).toBe(true);
        }
      }),
      { seed: 20_261_121, numRuns: 500 },
    );
  });
});
