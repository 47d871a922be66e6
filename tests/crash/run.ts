import { parseArgs } from 'node:util';
import { crash } from './crash.ts';

/**
 * `npm run crash:store -- --kills 1000 --seed 1` kills a process at work on a store so often, and checks the
 * file after each kill. Prints one line of JSON; exits with 1 when anything was found.
 */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});
const summary = await crash({ kills: Number(values.kills), seed: Number(values.seed) });
console.log(JSON.stringify(summary));
if (summary.findings.length > 0) process.exitCode = 1;
