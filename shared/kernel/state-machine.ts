import { DomainError } from './errors.ts';

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
  const allowed = transitions[from];
  throw new DomainError({
    code: 'stage-not-allowed',
    message: `A record that is ${from.replaceAll('_', ' ')} can't become ${to.replaceAll('_', ' ')}.`,
    remedy:
      allowed.length > 0
        ? `From here it can become: ${allowed.join(', ').replaceAll('_', ' ')}.`
        : 'It can no longer change.',
    field: 'stage',
  });
}
