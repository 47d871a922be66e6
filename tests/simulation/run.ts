import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

/**
 * `node tests/simulation/run.ts --seeds 200` runs seeds 1 to 200; `--seed 7` replays one. Prints a line per
 * seed and what is wrong; exits with 1 when anything is.
 */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, seeds: { type: 'string', default: '25' } },
});
const first = Number(values.seed ?? 1);
const last =
  values.seed === undefined
    ? Number(values.seeds)
    : first + (process.argv.includes('--seeds') ? Number(values.seeds) - 1 : 0);

for (let seed = first; seed <= last; seed += 1) {
  const { findings, entries, rejected, records, powerCuts } = await simulate(seed);
  const verdict = findings.length === 0 ? 'ok' : 'WRONG';
  console.log(
    `seed ${seed}: ${verdict}, ${entries} entries, ${rejected} rejected, ${records} records, ${powerCuts} power cuts`,
  );
  for (const finding of findings) console.log(`  ${finding}`);
  if (findings.length > 0) process.exitCode = 1;
}
