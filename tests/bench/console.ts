/**
 * Measures the built program in a real Electron with a real sync server: `npm run bench:console`, or some of
 * it with `npm run bench:console -- reports commands starts served traffic`. Prints a table and, as its last
 * line, everything as one JSON object. Asserts nothing: the figures belong to the machine they were taken on.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { hasScreen } from '../../scripts/lib/has-screen.ts';
import { inProject, projectRoot } from '../../scripts/lib/project.ts';
import { measureCommands } from './commands.ts';
import { startFleetCompany } from './fleet-company.ts';
import { measureReports } from './reports.ts';
import { measureServed } from './served.ts';
import { printTable, rowsOf } from './table.ts';
import { measureStarts } from './starts.ts';
import { measureTraffic } from './traffic.ts';

const PARTS = ['commands', 'reports', 'starts', 'served', 'traffic'] as const;
type Part = (typeof PARTS)[number];
const SCREEN = '-screen 0 1600x1000x24';

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => PARTS.every((part) => part !== name));
if (unknown.length > 0) throw new Error(`No part ${unknown.join(', ')}. There are: ${PARTS.join(', ')}`);

if (hasScreen()) await measure();
else process.exitCode = againUnderScreen();

async function measure(): Promise<void> {
  buildIfMissing();
  const isChosen = (part: Part) => chosen.length === 0 || chosen.includes(part);
  const load: Partial<Record<Part, number>> = {};
  const noteLoad = (part: Part) => {
    load[part] = Math.round((os.loadavg()[0] ?? 0) * 100) / 100;
    console.error(`${part}: load average ${load[part]} on ${os.cpus().length} cores`);
  };
  const figures: { [name: string]: unknown } = { cores: os.cpus().length, load };
  if (isChosen('commands')) {
    noteLoad('commands');
    figures['commands'] = measureCommands();
  }
  if (isChosen('reports') || isChosen('starts') || isChosen('served')) {
    await withFleet(async ({ company, incidents, records }) => {
      figures['fleet'] = { incidents, records };
      const dataDir = path.join(company.folder, 'vessel');
      // It also fills the folder that the other two start on.
      noteLoad('reports');
      figures['reports'] = await measureReports(company, dataDir);
      if (isChosen('starts')) {
        noteLoad('starts');
        figures['starts'] = await measureStarts(dataDir);
      }
      if (isChosen('served')) {
        noteLoad('served');
        figures['served'] = await measureServed(dataDir);
      }
    });
  }
  if (isChosen('traffic')) {
    noteLoad('traffic');
    figures['traffic'] = await measureTraffic();
  }
  printTable(rowsOf(figures));
  console.log(JSON.stringify(figures));
}

async function withFleet(act: (fleet: Awaited<ReturnType<typeof startFleetCompany>>) => Promise<void>) {
  const fleet = await startFleetCompany();
  try {
    await act(fleet);
  } finally {
    await fleet.company.close();
  }
}

function againUnderScreen(): number {
  const { status, error } = spawnSync(
    'xvfb-run',
    ['-a', `--server-args=${SCREEN}`, process.execPath, import.meta.filename, ...chosen],
    { stdio: 'inherit' },
  );
  if (error !== undefined) throw error;
  return status ?? 1;
}

function buildIfMissing(): void {
  if (fs.existsSync(inProject('out', 'main', 'index.js')) && fs.existsSync(inProject('out', 'renderer')))
    return;
  const { status } = spawnSync('npm', ['run', 'build'], { cwd: projectRoot, stdio: 'inherit' });
  if (status !== 0) throw new Error('The program could not be built');
}
