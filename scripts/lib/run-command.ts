import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { projectRoot } from './project.ts';

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
  durationMs: number;
}

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Also show the output while the command runs. */
  show?: boolean;
  /** The command is killed after this long, and counts as failed. */
  timeoutMs?: number;
}

const EXIT_COULD_NOT_START = 127;
const EXIT_KILLED = 124;
const EXIT_INTERRUPTED = 130;
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a command without a shell and without standard input, and reports how it ended; never throws. */
export function runCommand(
  file: string,
  args: string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const startedAt = performance.now();
  const spawnOptions: SpawnOptions = {
    cwd: options.cwd ?? projectRoot,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a time limit or Ctrl-C ends what the command has started as well.
    detached: process.platform !== 'win32',
  };
  return new Promise((resolve) => {
    const child = spawn(file, args, spawnOptions);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const kill = () => killGroup(child);
    const interrupt = () => {
      kill();
      process.exit(EXIT_INTERRUPTED);
    };
    const timer = options.timeoutMs === undefined ? undefined : setTimeout(kill, options.timeoutMs);
    for (const signal of INTERRUPTS) process.once(signal, interrupt);
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      if (options.show) process.stdout.write(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
      if (options.show) process.stderr.write(chunk);
    });
    const finish = (exitCode: number, note = '') => {
      clearTimeout(timer);
      for (const signal of INTERRUPTS) process.off(signal, interrupt);
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8') + note,
        durationMs: Math.round(performance.now() - startedAt),
      });
    };
    child.once('error', (error) => finish(EXIT_COULD_NOT_START, `${file}: ${error.message}\n`));
    child.once('close', (code, signal) => {
      if (signal) finish(EXIT_KILLED, `${file} was ended by ${signal}\n`);
      else finish(code ?? EXIT_COULD_NOT_START);
    });
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill('SIGKILL');
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Runs a command that has to succeed; the error holds what it printed last. */
export async function mustRun(file: string, args: string[], options: CommandOptions = {}): Promise<string> {
  const result = await runCommand(file, args, options);
  if (result.exitCode !== 0) {
    const lastLines = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-30).join('\n');
    throw new Error(`${[file, ...args].join(' ')} ended with code ${result.exitCode}\n${lastLines}`);
  }
  return result.stdout;
}
