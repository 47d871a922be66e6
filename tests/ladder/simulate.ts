import { Random } from '../simulation/random.ts';
import { dueSteps } from './model.ts';
import { drawPlan } from './plan.ts';
import { compare, type Verdict } from './steps.ts';
import { LadderWorld } from './world.ts';

export type Report = Verdict & {
  readonly incidents: number;
  readonly expected: number;
  /** The longest that it took after a resume until everything was done that had waited. */
  readonly worstResumeMs: number;
};

/** Some days of incidents at a ship's console that is often away, against what the rules ask for. */
export function simulateLadder(seed: number, size: { incidents: number; days: number }): Report {
  const plan = drawPlan(new Random(seed), size);
  const expected = dueSteps(plan);
  const world = new LadderWorld(plan);
  try {
    world.run();
    const verdict = compare(expected, world.steps());
    return {
      ...verdict,
      incidents: size.incidents,
      expected: expected.length,
      worstResumeMs: world.worstResumeMs,
    };
  } finally {
    world.close();
  }
}
