// Calls every procedure of the console as every role and as nobody, and compares who is let in with what is declared.
// Usage: npm run verify:access. Ends with one line of JSON; fails when there is a difference.
import { checkAccess } from './lib/access-check.ts';

const { differences, ...counts } = await checkAccess();
for (const difference of differences) console.log(difference);
console.log(JSON.stringify({ ...counts, differences: differences.length }));
process.exitCode = differences.length === 0 ? 0 : 1;
