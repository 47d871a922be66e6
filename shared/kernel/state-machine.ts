import { kernelError } from './kernel-errors.ts';

/** A state machine as data: from each state, the states that may follow. */
export type Transitions<State extends string> = { readonly [From in State]: readonly State[] };

export function mayFollow<State extends string>(
  transitions: Transitions<State>,
  from: State,
  to: State,
): boolean {
  return transitions[from].includes(to);
}

/** Throws `stage-not-allowed`, naming the steps that are. */
export function assertTransition<State extends string>(
  transitions: Transitions<State>,
  from: State,
  to: State,
): void {
  if (mayFollow(transitions, from, to)) return;
  const step = { from: plain(from), to: plain(to) };
  const allowed = transitions[from];
  if (allowed.length === 0) throw kernelError('no-more-steps', step);
  throw kernelError('no-such-step', { ...step, allowed: plain(allowed.join(', ')) });
}

function plain(states: string): string {
  return states.replaceAll('_', ' ');
}
