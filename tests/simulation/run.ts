import { parseArgs } from 'node:util';
import { drawnBy, simulate } from './simulate.ts';

/**
 * `node tests/simulation/run.ts --seeds 200 [--from 1]` runs 200 seeds and says of each that fails how to replay it;
 * its last line is one JSON object. `--with clones` runs only those of them that draw that trouble. `--seed 7` replays
 * one and tells what happens. Exits with 1 when anything is not as it must be. Several may run at once.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '25' },
    from: { type: 'string', default: '1' },
    with: { type: 'string' },
  },
});
const PROGRESS_EVERY = 50;
const FINDINGS_SHOWN = 6;
const isReplay = values.seed !== undefined;
const from = Number(values.seed ?? values.from);
const to = isReplay ? from : from + Number(values.seeds) - 1;
const startedAtMs = performance.now();
const totals = { seeds: 0, wrong: 0, entries: 0, refused: 0, powerCuts: 0 };
const wrongSeeds: number[] = [];
/** Thrown in the seed that runs, where nobody waited for it. */
const strays: unknown[] = [];

process.on('unhandledRejection', (reason) => {
  // What a program that has lost its power leaves behind is nobody's.
  if (!(reason instanceof Error && reason.message === 'the power is off')) strays.push(reason);
});
process.on('uncaughtException', (error) => strays.push(error));

for (let seed = from; seed <= to; seed += 1) {
  if (values.with !== undefined && ![...drawnBy(seed).plan.troubles].some((one) => one === values.with))
    continue;
  note(await run(seed));
}
console.log(progress());
if (!isReplay) console.log(JSON.stringify({ from, ...totals, wrongSeeds, ...times() }));

async function run(seed: number): ReturnType<typeof simulate> {
  try {
    const report = await simulate(seed, isReplay ? (line) => console.log(line) : undefined);
    return { ...report, findings: [...report.findings, ...strays.splice(0).map(told)] };
  } catch (error) {
    const findings = [error, ...strays.splice(0)].map(told);
    const troubles = [...drawnBy(seed).plan.troubles];
    return { seed, troubles, entries: 0, rejected: 0, records: 0, powerCuts: 0, findings };
  }
}

function note({
  seed,
  troubles,
  entries,
  rejected,
  powerCuts,
  findings,
}: Awaited<ReturnType<typeof run>>): void {
  totals.seeds += 1;
  totals.entries += entries;
  totals.refused += rejected;
  totals.powerCuts += powerCuts;
  if (findings.length > 0) {
    totals.wrong += 1;
    wrongSeeds.push(seed);
    process.exitCode = 1;
    console.log(`seed ${seed}: WRONG (${troubles.join(', ')})`);
    for (const finding of findings.slice(0, isReplay ? undefined : FINDINGS_SHOWN))
      console.log(`  ${finding}`);
    console.log(`  node tests/simulation/run.ts --seed ${seed}`);
  } else if (isReplay) console.log(`seed ${seed}: ok`);
  if (totals.seeds % PROGRESS_EVERY === 0) console.log(progress());
}

function progress(): string {
  const { seeds, wrong, entries, refused, powerCuts } = totals;
  const { cpuSecondsPerSeed } = times();
  return (
    `${seeds} seeds, ${wrong} wrong, ${entries} entries, ${refused} refused, ` +
    `${powerCuts} power cuts, ${cpuSecondsPerSeed} s of a core a seed`
  );
}

function times(): { seconds: number; cpuSecondsPerSeed: number } {
  const { user } = process.cpuUsage();
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  return { seconds, cpuSecondsPerSeed: Number((user / 1e6 / Math.max(totals.seeds, 1)).toFixed(3)) };
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
