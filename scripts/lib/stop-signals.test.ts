import { expect, test } from 'vitest';
import { inProject, nodePath } from './project.ts';
import { runCommand } from './run-command.ts';

test('a signal that comes twice still leaves time to end in order', async () => {
  const program = `
    import { abortOnStopSignals } from ${JSON.stringify(inProject('scripts', 'lib', 'stop-signals.ts'))};
    const signal = abortOnStopSignals();
    signal.addEventListener('abort', () => {
      console.log('ending');
      process.kill(process.pid, 'SIGINT');
      setTimeout(() => { console.log('ended'); process.exit(0); }, 100);
    });
    setInterval(() => {}, 1000);
    process.kill(process.pid, 'SIGINT');
  `;
  const result = await runCommand(nodePath, ['--input-type=module', '-e', program], { timeoutMs: 10_000 });
  expect([result.exitCode, result.stdout]).toEqual([0, 'ending\nended\n']);
});
