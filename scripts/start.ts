import os from 'node:os';
import { parseArgs } from 'node:util';
import { profileFolder } from '../electron/main/data-folder.ts';
import { runDemo } from './demo.ts';
import { type ElectronRuntime, findElectron, prepareElectron } from './electron-runtime.ts';
import { hasScreen } from './lib/has-screen.ts';
import { inProject, nodePath } from './lib/project.ts';
import { abortOnStopSignals } from './lib/stop-signals.ts';
import { type ProgramStart, supervise } from './lib/supervise.ts';

const USAGE = `Starts Fairlead: a window where there is a screen and an Electron, otherwise a console served to a browser.

  npm start                     the console of this machine
  npm start -- --demo           the demonstration: sync server, a vessel and the office
  npm start -- --serve          served to a browser in any case
  npm start -- --window         a window in any case (prepares Electron when there is none)

  --profile NAME   keep several consoles apart on one machine (default: main)
  --data DIR       keep everything in this folder instead
  --host ADDRESS   where the served console listens (default: 127.0.0.1)
  --port NUMBER    (default: 4780)`;

const { values } = parseArgs({
  options: {
    demo: { type: 'boolean', default: false },
    serve: { type: 'boolean', default: false },
    window: { type: 'boolean', default: false },
    profile: { type: 'string', default: 'main' },
    data: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '4780' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else process.exitCode = await start();

async function start(): Promise<number> {
  const electron = await chooseElectron();
  const options = { print: (line: string) => console.log(line), signal: abortOnStopSignals() };
  if (values.demo) {
    return runDemo({ electron, dataFolder: values.data ?? inProject('.cache', 'demo') }, options);
  }
  const dataFolder =
    values.data ?? profileFolder(values.profile, { env: process.env, homeFolder: os.homedir() });
  console.log(`Data: ${dataFolder}`);
  return supervise([electron ? windowed(electron, dataFolder) : served(dataFolder)], options);
}

/** Undefined: the console is served to a browser. */
async function chooseElectron(): Promise<ElectronRuntime | undefined> {
  if (values.serve) return undefined;
  if (values.window) return prepareElectron((line) => console.log(line));
  return hasScreen() ? findElectron() : undefined;
}

function windowed(electron: ElectronRuntime, dataFolder: string): ProgramStart {
  return {
    name: 'console',
    file: electron.executablePath,
    args: electron.args,
    env: { ...electron.env, FAIRLEAD_DATA_DIR: dataFolder },
  };
}

function served(dataFolder: string): ProgramStart {
  return {
    name: 'console',
    file: nodePath,
    args: [inProject('electron', 'host', 'entry-node.ts')],
    env: { FAIRLEAD_DATA_DIR: dataFolder, FAIRLEAD_HOST: values.host, FAIRLEAD_PORT: values.port },
  };
}
