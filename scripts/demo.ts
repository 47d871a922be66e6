import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hashPassphrase } from '#host/session/passphrase.ts';
import { DEMONSTRATION_PASSPHRASE, DEMONSTRATION_SIGN_INS } from '#shared/demo/company.ts';
import { demonstrationFleet } from '#shared/demo/fleet.ts';
import { openDataFolder } from '#sync-server/cli/data-folder.ts';
import { issueSiteCode } from '#sync-server/enrolment/administer.ts';
import { fillWithDemonstration } from '#sync-server/enrolment/demonstration.ts';
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
  { name: 'vessel', siteCode: 'AUR', deviceName: 'Bridge of MV Aurora', port: 4781 },
  { name: 'office', siteCode: 'OFF', deviceName: 'Operations desk', port: 4782 },
] as const;
type DemoConsole = (typeof CONSOLES)[number];

/** One-time codes by site, kept until the consoles have used them at their first start. */
const Codes = z.record(z.string(), z.string());

/** The whole demonstration on one machine: the sync server first, then a vessel and the office. */
export async function runDemo(demo: DemoOptions, options: SuperviseOptions): Promise<number> {
  const codes = await prepareCompany(demo.dataFolder, options.print);
  const programs = [
    syncServer(demo),
    ...CONSOLES.map((one) => consoleProgram(demo, one, codes[one.siteCode])),
  ];
  return supervise(programs, { ...options, onReady: () => options.print(welcome(demo)) });
}

/** Fills the server once. Made aside and renamed, so that an interrupted start leaves no half company. */
async function prepareCompany(
  dataFolder: string,
  print: (line: string) => void,
): Promise<z.infer<typeof Codes>> {
  const serverFolder = path.join(dataFolder, 'server');
  const codesFile = path.join(serverFolder, 'demonstration-codes.json');
  if (existsSync(codesFile)) return Codes.parse(JSON.parse(readFileSync(codesFile, 'utf8')));
  print('Preparing the demonstration company: 5 sites, 30 people, two years of incidents …');
  const asideFolder = path.join(dataFolder, 'server.preparing');
  rmSync(asideFolder, { recursive: true, force: true });
  mkdirSync(asideFolder, { recursive: true });
  const nowMs = Date.now();
  const { storage } = openDataFolder(asideFolder);
  const codes: z.infer<typeof Codes> = {};
  try {
    const passphrase = await hashPassphrase(DEMONSTRATION_PASSPHRASE);
    const fleet = demonstrationFleet({ now: new Date(nowMs).toISOString(), passphrase });
    await fillWithDemonstration(storage, fleet, nowMs);
    for (const { siteCode } of CONSOLES) {
      const issued = await issueSiteCode(storage, { siteCode, details: undefined }, nowMs);
      codes[siteCode] = issued.code;
    }
  } finally {
    await storage.close();
  }
  writeFileSync(path.join(asideFolder, path.basename(codesFile)), JSON.stringify(codes), { mode: 0o600 });
  rmSync(serverFolder, { recursive: true, force: true });
  renameSync(asideFolder, serverFolder);
  return codes;
}

function syncServer(demo: DemoOptions): ProgramStart {
  return {
    name: 'server',
    file: nodePath,
    args: [inProject('sync-server', 'main.ts'), 'serve'],
    env: {
      FAIRLEAD_SERVER_DATA: path.join(demo.dataFolder, 'server'),
      FAIRLEAD_SERVER_HOST: '127.0.0.1',
      FAIRLEAD_SERVER_PORT: String(SERVER_PORT),
      FAIRLEAD_LOG_LEVEL: 'warn',
    },
    readyLine: /http:\/\//,
  };
}

function consoleProgram(demo: DemoOptions, one: DemoConsole, code: string | undefined): ProgramStart {
  const env = {
    FAIRLEAD_DATA_DIR: path.join(demo.dataFolder, one.name),
    FAIRLEAD_JOIN_URL: `http://127.0.0.1:${SERVER_PORT}`,
    FAIRLEAD_JOIN_CODE: code ?? '',
    FAIRLEAD_DEVICE_NAME: one.deviceName,
    FAIRLEAD_LOG_LEVEL: 'warn',
  };
  if (demo.electron) {
    const { executablePath, args, env: runtime } = demo.electron;
    return { name: one.name, file: executablePath, args, env: { ...runtime, ...env } };
  }
  return {
    name: one.name,
    file: nodePath,
    args: [inProject('electron', 'host', 'entry-node.ts')],
    env: { ...env, FAIRLEAD_HOST: '127.0.0.1', FAIRLEAD_PORT: String(one.port) },
    readyLine: /http:\/\//,
  };
}

function welcome(demo: DemoOptions): string {
  const where = demo.electron
    ? ['Two windows are open: the vessel and the office.']
    : CONSOLES.map((one) => `  ${one.name.padEnd(7)} http://127.0.0.1:${one.port}/`);
  const who = DEMONSTRATION_SIGN_INS.map(
    ({ siteCode, signInName, name, job }) => `  ${siteCode}  ${signInName.padEnd(22)} ${name}, ${job}`,
  );
  return [
    '',
    'The demonstration is up.',
    ...where,
    `Sign in with the passphrase ${DEMONSTRATION_PASSPHRASE} as one of:`,
    ...who,
    `Data: ${demo.dataFolder}. Ctrl-C stops all of it.`,
  ].join('\n');
}
