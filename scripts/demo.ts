import path from 'node:path';
import type { ElectronRuntime } from './electron-runtime.ts';
import { inProject, nodePath } from './lib/project.ts';
import { type ProgramStart, type SuperviseOptions, supervise } from './lib/supervise.ts';

export interface DemoOptions {
  /** Undefined: the consoles are served to a browser. */
  electron: ElectronRuntime | undefined;
  dataFolder: string;
}

const SERVER_PORT = 4790;
const CONSOLES = [
  { name: 'vessel', port: 4781 },
  { name: 'office', port: 4782 },
];

/** The whole demonstration on one machine: the sync server first, then a vessel and the office. */
export function runDemo(demo: DemoOptions, options: SuperviseOptions): Promise<number> {
  return supervise([syncServer(demo), ...CONSOLES.map((console) => consoleProgram(demo, console))], {
    ...options,
    onReady: () =>
      options.print(`The demonstration is up. Data: ${demo.dataFolder}. Ctrl-C stops all of it.`),
  });
}

function syncServer(demo: DemoOptions): ProgramStart {
  return {
    name: 'server',
    file: nodePath,
    args: [inProject('sync-server', 'main.ts')],
    env: {
      FAIRLEAD_DATA_DIR: path.join(demo.dataFolder, 'server'),
      FAIRLEAD_HOST: '127.0.0.1',
      FAIRLEAD_PORT: String(SERVER_PORT),
    },
    readyLine: /http:\/\//,
  };
}

function consoleProgram(demo: DemoOptions, { name, port }: { name: string; port: number }): ProgramStart {
  const env = {
    FAIRLEAD_DATA_DIR: path.join(demo.dataFolder, name),
    FAIRLEAD_DEMO_SITE: name,
    FAIRLEAD_SYNC_URL: `http://127.0.0.1:${SERVER_PORT}`,
  };
  if (demo.electron) {
    return {
      name,
      file: demo.electron.executablePath,
      args: demo.electron.args,
      env: { ...demo.electron.env, ...env },
    };
  }
  return {
    name,
    file: nodePath,
    args: [inProject('electron', 'host', 'entry-node.ts')],
    env: { ...env, FAIRLEAD_HOST: '127.0.0.1', FAIRLEAD_PORT: String(port) },
    readyLine: /http:\/\//,
  };
}
