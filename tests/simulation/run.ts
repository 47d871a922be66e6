import { parseArgs } from 'node:util';
import { simulate } from './simulate.ts';

/**
 * `node tests/simulation/run.ts --seeds 200 [--from 1]` runs 200 seeds and says how to replay the first that fails;
 * `--seed 7` replays one and tells what happens. Exits with 1 when anything is not as it must be.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '25' },
    from: { type: 'string', default: '1' },
  },
});
const PROGRESS_EVERY = 50;
const FINDINGS_SHOWN = 6;
const isReplay = values.seed !== undefined;
const from = Number(values.seed ?? values.from);
const to = isReplay ? from : from + Number(values.seeds) - 1;
const startedAtMs = performance.now();
const totals = { entries: 0, rejected: 0, powerCuts: 0, failures: 0 };

// What a program that has lost its power leaves behind is nobody's.
process.on('unhandledRejection', (reason) => {
  if (!(reason instanceof Error && reason.name === 'Error' && reason.message === 'the power is off'))
    throw reason;
});

for (let seed = from; seed <= to; seed += 1) {
  const report = await run(seed);
  const { findings, entries, rejected, powerCuts, troubles } = report;
  totals.entries += entries;
  totals.rejected += rejected;
  totals.powerCuts += powerCuts;
  if (findings.length > 0) {
    totals.failures += 1;
    process.exitCode = 1;
    console.log(`seed ${seed}: WRONG (${troubles.join(', ')})`);
    for (const finding of findings.slice(0, isReplay ? undefined : FINDINGS_SHOWN))
      console.log(`  ${finding}`);
    console.log(`  node tests/simulation/run.ts --seed ${seed}`);
  } else if (isReplay) console.log(`seed ${seed}: ok`);
  const done = seed - from + 1;
  if (done % PROGRESS_EVERY === 0 || seed === to) {
    const seconds = (performance.now() - startedAtMs) / 1000;
    console.log(
      `${done} seeds, ${totals.failures} wrong, ${totals.entries} entries, ${totals.rejected} refused, ` +
        `${totals.powerCuts} power cuts, ${(seconds / done).toFixed(3)} s a seed`,
    );
  }
}

async function run(seed: number): ReturnType<typeof simulate> {
  try {
    return await simulate(seed, isReplay ? (line) => console.log(line) : undefined);
  } catch (error) {
    const findings = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { seed, troubles: [], entries: 0, rejected: 0, records: 0, powerCuts: 0, findings };
  }
}
