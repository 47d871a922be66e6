import type { MessagePortMain, UtilityProcess } from 'electron';
import { forEachLine } from './for-each-line.ts';

/** The part of a utility process that supervision needs. */
export interface HostChild {
  readonly pid: number | undefined;
  postMessage: (message: unknown, ports: MessagePortMain[]) => void;
  onMessage: (listener: (message: unknown) => void) => void;
  onExit: (listener: (exitCode: number) => void) => void;
  /** At once, without asking: a process that hangs doesn't hear a polite signal. */
  kill: () => void;
}

/** Its output, line by line, is the host's log. */
export function asHostChild(child: UtilityProcess, logLine: (line: string) => void): HostChild {
  if (child.stdout) forEachLine(child.stdout, logLine);
  if (child.stderr) forEachLine(child.stderr, logLine);
  return {
    get pid() {
      return child.pid;
    },
    postMessage: (message, ports) => child.postMessage(message, ports),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.on('exit', listener),
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
