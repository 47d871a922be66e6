import { type ChildProcess, spawn } from 'node:child_process';
import { projectRoot } from './project.ts';

export interface ProgramStart {
  /** Stands before each line it prints. */
  name: string;
  file: string;
  args: string[];
  env?: Record<string, string>;
  /** The next program starts once this has been printed; without it, at once. */
  readyLine?: RegExp;
}

export interface SuperviseOptions {
  print: (line: string) => void;
  /** Aborting it stops every program. */
  signal: AbortSignal;
  /** A program that hasn't ended this long after it was asked to is killed. */
  stopTimeoutMs?: number;
  readyTimeoutMs?: number;
  /** Called once every program is up. */
  onReady?: () => void;
}

const STOP_TIMEOUT_MS = 8_000;
const READY_TIMEOUT_MS = 60_000;

interface Running {
  start: ProgramStart;
  child: ChildProcess;
  ended: Promise<number>;
  /** True when the line that marks it as ready has come, false when it ended before that. */
  ready: Promise<boolean>;
}

/**
 * Runs several programs as one: their lines get the program's name in front; when one ends, or the signal
 * aborts, all are stopped, the last started first. Answers with the exit code for the whole: 0 when it was
 * stopped from outside, otherwise that of the program which ended first (1 if it gave none).
 */
export async function supervise(starts: ProgramStart[], options: SuperviseOptions): Promise<number> {
  const running: Running[] = [];
  let firstEnd: { name: string; exitCode: number } | undefined;
  const someoneEnded = Promise.withResolvers<void>();
  const aborted = new Promise<void>((resolve) => {
    if (options.signal.aborted) resolve();
    options.signal.addEventListener('abort', () => resolve(), { once: true });
  });

  for (const start of starts) {
    if (firstEnd || options.signal.aborted) break;
    const program = startProgram(start, options);
    running.push(program);
    void program.ended.then((exitCode) => {
      firstEnd ??= { name: start.name, exitCode };
      someoneEnded.resolve();
    });
    await Promise.race([program.ready, aborted]);
  }
  if (running.length === starts.length && !firstEnd && !options.signal.aborted) options.onReady?.();

  await Promise.race([someoneEnded.promise, aborted]);
  const stoppedFromOutside = options.signal.aborted;
  if (firstEnd && !stoppedFromOutside) {
    options.print(`${firstEnd.name} ended with code ${firstEnd.exitCode}; stopping the rest`);
  }
  for (const program of running.toReversed()) await stopProgram(program, options);
  return stoppedFromOutside ? 0 : firstEnd?.exitCode || 1;
}

function startProgram(start: ProgramStart, options: SuperviseOptions): Running {
  const child = spawn(start.file, start.args, {
    cwd: projectRoot,
    env: { ...process.env, ...start.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C must not reach the programs directly: they are stopped in order.
    detached: process.platform !== 'win32',
  });
  const ready = Promise.withResolvers<boolean>();
  if (!start.readyLine) ready.resolve(true);
  const timer = setTimeout(() => {
    options.print(`[${start.name}] is not ready yet; going on without waiting`);
    ready.resolve(true);
  }, options.readyTimeoutMs ?? READY_TIMEOUT_MS);
  const show = (line: string) => {
    options.print(`[${start.name}] ${line}`);
    if (start.readyLine?.test(line)) ready.resolve(true);
  };
  forEachLine(child.stdout, show);
  forEachLine(child.stderr, show);
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      options.print(`[${start.name}] could not be started: ${error.message}`);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
  void ready.promise.then(() => clearTimeout(timer));
  void ended.then(() => ready.resolve(false));
  return { start, child, ended, ready: ready.promise };
}

async function stopProgram(program: Running, options: SuperviseOptions): Promise<void> {
  signalGroup(program.child, 'SIGTERM');
  const timer = setTimeout(() => {
    options.print(`[${program.start.name}] does not end; killing it`);
    signalGroup(program.child, 'SIGKILL');
  }, options.stopTimeoutMs ?? STOP_TIMEOUT_MS);
  await program.ended;
  clearTimeout(timer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') {
    child.kill(signal);
    return;
  }
  try {
    // The whole group when it has to be killed; a program that is asked to stop ends its own helpers.
    process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function forEachLine(stream: NodeJS.ReadableStream | null, show: (line: string) => void): void {
  if (!stream) return;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) show(line.trimEnd());
  });
  stream.on('end', () => {
    if (rest) show(rest);
  });
}
