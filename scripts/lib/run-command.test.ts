import { expect, test } from 'vitest';
import { mustRun, runCommand } from './run-command.ts';

const PARENT_WITH_CHILD = `
  const { spawn } = require('node:child_process');
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  setInterval(() => {}, 1000);
`;

test('output and exit code are reported, whatever the end', async () => {
  const code = 'console.log("out"); console.error("err"); process.exit(4)';
  const result = await runCommand(process.execPath, ['-e', code]);
  expect({ ...result, durationMs: 0 }).toEqual({
    exitCode: 4,
    stdout: 'out\n',
    stderr: 'err\n',
    durationMs: 0,
  });
});

test('a command that does not exist is a failure, no exception', async () => {
  const result = await runCommand('/nowhere/tool', []);
  expect([result.exitCode, result.stderr]).toEqual([127, '/nowhere/tool: spawn /nowhere/tool ENOENT\n']);
});

test('a time limit ends what the command has started as well', async () => {
  // The child of the child holds the output open: this only returns when it is gone too.
  const result = await runCommand(process.execPath, ['-e', PARENT_WITH_CHILD], { timeoutMs: 300 });
  expect([result.exitCode, result.stderr]).toEqual([124, `${process.execPath} was ended by SIGKILL\n`]);
});

test('a command that has to succeed fails with what it printed', async () => {
  await expect(mustRun(process.execPath, ['-e', 'console.log("no space"); process.exit(1)'])).rejects.toThrow(
    /ended with code 1\nno space/,
  );
});
