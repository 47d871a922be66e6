import { parseArgs } from 'node:util';
import { simulateLadder } from './simulate.ts';

/**
 * `node tests/ladder/run.ts [--quick] [--seed 1]`: a month of 10,000 incidents, or with `--quick` three days of 1,000.
 * The last line is one JSON object; exits with 1 when a step was missed, doubled or early.
 */
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
});
const size = values.quick ? { incidents: 1_000, days: 3 } : { incidents: 10_000, days: 30 };
const startedMs = performance.now();
const report = simulateLadder(Number(values.seed), size);
const { incidents, missed, doubled, early, worstLateMs, worstResumeMs } = report;
for (const finding of report.findings) console.log(finding);
console.log(
  `${size.days} days, ${report.steps} steps of ${report.expected} due, ` +
    `${Math.round((performance.now() - startedMs) / 1000)} s`,
);
const worstLateSeconds = Number((Math.max(worstLateMs, worstResumeMs) / 1000).toFixed(3));
console.log(JSON.stringify({ incidents, missed, doubled, early, worstLateSeconds }));
if (missed + doubled + early > 0) process.exitCode = 1;
