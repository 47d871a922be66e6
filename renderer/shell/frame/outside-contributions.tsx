import { contributions } from '../contributions.ts';

const OUTSIDE = contributions.flatMap(({ domain, outside }) =>
  outside === undefined ? [] : [{ domain, outside }],
);

/** What domains offer before anybody has signed in. */
export function OutsideContributions() {
  return OUTSIDE.map(({ domain, outside: Shown }) => <Shown key={domain} />);
}
