import { inProject, toolPath } from './lib/project.ts';
import { runCommand } from './lib/run-command.ts';

/** One configuration per environment: what is missing in it can't be used there by mistake. */
const ENVIRONMENTS = ['shared', 'electron', 'renderer', 'sync-server', 'tests'];

let failed = 0;
for (const environment of ENVIRONMENTS) {
  const result = await runCommand(toolPath('tsc'), ['--project', inProject(environment, 'tsconfig.json')]);
  const passed = result.exitCode === 0;
  if (!passed) {
    failed += 1;
    console.error(`${result.stdout}${result.stderr}`.trim());
  }
  console.log(`typecheck ${environment}: ${passed ? 'passed' : 'FAILED'} (${result.durationMs} ms)`);
}
process.exitCode = failed === 0 ? 0 : 1;
