import { backOffMs } from './back-off.ts';

/**
 * What the sync client does next, without doing it: a state and an event give the next state and what is to be
 * done. No clock, no network, no store.
 */
export type SyncPhase =
  /** Not started, or closed. */
  | 'stopped'
  /** Belongs to no company, so there is nobody to talk to. */
  | 'not-joined'
  /** A person holds the link down. */
  | 'paused'
  /** In step; begins again at the next poll, or for a reason. */
  | 'idle'
  /** Something is to be sent in a moment, together with what follows it closely. */
  | 'waiting'
  /** Asks, and has no answer yet. */
  | 'connecting'
  /** The server answers; entries and records are on their way. */
  | 'exchanging'
  /** Attachments are on their way. */
  | 'transferring'
  /** No answer; tries again ever less often. */
  | 'offline'
  /** The server said no: only people can change that. */
  | 'refused';

export type SyncState = {
  readonly phase: SyncPhase;
  /** In a row. */
  readonly failures: number;
  /** Why there should be another exchange as soon as the running one has ended. */
  readonly again: boolean;
};

export type SyncEvent =
  | { readonly type: 'started'; readonly isJoined: boolean; readonly isPaused: boolean }
  | { readonly type: 'closed' }
  | { readonly type: 'joined' }
  | { readonly type: 'paused' }
  | { readonly type: 'released' }
  /** Something was done here that is to be sent. */
  | { readonly type: 'committed' }
  /** The same, and it must not wait behind what is under way. */
  | { readonly type: 'urgent' }
  /** The server has something for us. */
  | { readonly type: 'news' }
  /** A person, or the program, wants an exchange that begins now. */
  | { readonly type: 'asked' }
  /** The link changed or the machine woke up: what is under way hangs on a dead connection. */
  | { readonly type: 'woken' }
  /** The time that was waited for has come. */
  | { readonly type: 'due' }
  | { readonly type: 'answered' }
  | { readonly type: 'transferring' }
  | { readonly type: 'ended'; readonly hasMore: boolean }
  | { readonly type: 'cut' }
  | {
      readonly type: 'failed';
      readonly isRefusal: boolean;
      readonly retryAfterMs: number;
      /** In [0, 1). */
      readonly random: number;
    };

export type SyncEffect =
  | { readonly do: 'begin' }
  /** Ends what runs; a `cut` follows. */
  | { readonly do: 'cut' }
  | { readonly do: 'wait'; readonly delayMs: number }
  | { readonly do: 'stop-waiting' };

export type SyncRules = {
  readonly pollMs: number;
  readonly commitDelayMs: number;
  readonly refusedMs: number;
};

export type SyncStep = { readonly state: SyncState; readonly effects: readonly SyncEffect[] };

export const STOPPED: SyncState = { phase: 'stopped', failures: 0, again: false };

export function step(state: SyncState, event: SyncEvent, rules: SyncRules): SyncStep {
  switch (event.type) {
    case 'started':
      return started(event);
    case 'closed':
      return halted(state, 'stopped');
    case 'joined':
      return state.phase === 'not-joined' ? wait({ ...state, phase: 'idle' }, 0) : stay(state);
    case 'paused':
      return isHalted(state) ? stay(state) : halted(state, 'paused');
    case 'released':
      return state.phase === 'paused' ? wait({ ...STOPPED, phase: 'idle' }, 0) : stay(state);
    case 'committed':
      return committed(state, rules);
    case 'urgent':
      return isRunning(state) ? { state, effects: [{ do: 'cut' }] } : committed(state, rules);
    case 'news':
      return isHalted(state) || state.phase === 'refused' ? stay(state) : soon(state);
    case 'asked':
      return isHalted(state) ? stay(state) : soon(state);
    case 'woken':
      return woken(state);
    case 'due':
      return isHalted(state) || isRunning(state) ? stay(state) : begin(state);
    default:
      return isRunning(state) ? whileRunning(state, event, rules) : stay(state);
  }
}

export function isRunning({ phase }: SyncState): boolean {
  return phase === 'connecting' || phase === 'exchanging' || phase === 'transferring';
}

type RunningEvent = Extract<SyncEvent, { type: 'answered' | 'transferring' | 'ended' | 'cut' | 'failed' }>;

function whileRunning(state: SyncState, event: RunningEvent, rules: SyncRules): SyncStep {
  switch (event.type) {
    case 'answered':
      return stay({ ...state, phase: 'exchanging', failures: 0 });
    case 'transferring':
      return stay({ ...state, phase: 'transferring' });
    case 'ended': {
      const next = { phase: 'idle', failures: 0, again: false } as const;
      if (state.again) return wait({ ...next, phase: 'waiting' }, 0);
      if (event.hasMore) return wait({ ...next, phase: 'waiting' }, rules.commitDelayMs);
      return wait(next, rules.pollMs);
    }
    case 'cut':
      return wait({ ...state, phase: 'waiting', again: false }, 0);
    case 'failed':
      return failed(state, event, rules);
  }
}

function failed(
  state: SyncState,
  { isRefusal, retryAfterMs, random }: Extract<SyncEvent, { type: 'failed' }>,
  { refusedMs }: SyncRules,
): SyncStep {
  const failures = state.failures + 1;
  if (isRefusal) return wait({ phase: 'refused', failures, again: false }, refusedMs);
  const delayMs = Math.max(backOffMs(failures, random), retryAfterMs);
  return wait({ phase: 'offline', failures, again: false }, delayMs);
}

function started({ isJoined, isPaused }: Extract<SyncEvent, { type: 'started' }>): SyncStep {
  if (!isJoined) return stay({ ...STOPPED, phase: 'not-joined' });
  if (isPaused) return stay({ ...STOPPED, phase: 'paused' });
  return wait({ ...STOPPED, phase: 'idle' }, 0);
}

function committed(state: SyncState, { commitDelayMs }: SyncRules): SyncStep {
  // A running exchange looks at the outbox again before it ends; a link that is down has its own pace.
  if (state.phase !== 'idle' && state.phase !== 'waiting') return stay(state);
  return wait({ ...state, phase: 'waiting' }, commitDelayMs);
}

function soon(state: SyncState): SyncStep {
  return isRunning(state) ? stay({ ...state, again: true }) : begin(state);
}

function woken(state: SyncState): SyncStep {
  if (isHalted(state)) return stay(state);
  const fresh = { ...state, failures: 0 };
  return isRunning(state) ? { state: fresh, effects: [{ do: 'cut' }] } : wait(fresh, 0);
}

function begin(state: SyncState): SyncStep {
  return {
    state: { ...state, phase: 'connecting', again: false },
    effects: [{ do: 'stop-waiting' }, { do: 'begin' }],
  };
}

function halted(state: SyncState, phase: 'stopped' | 'paused'): SyncStep {
  const effects: SyncEffect[] = [{ do: 'stop-waiting' }];
  if (isRunning(state)) effects.push({ do: 'cut' });
  return { state: { ...STOPPED, phase }, effects };
}

function isHalted({ phase }: SyncState): boolean {
  return phase === 'stopped' || phase === 'not-joined' || phase === 'paused';
}

function wait(state: SyncState, delayMs: number): SyncStep {
  return { state, effects: [{ do: 'wait', delayMs }] };
}

function stay(state: SyncState): SyncStep {
  return { state, effects: [] };
}
