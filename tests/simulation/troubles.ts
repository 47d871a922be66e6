import Database from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { moveDevice, revokeDevice } from '#sync-server/enrolment/administer.ts';
import { LINK_CLASSES } from '#host/sync/link-class.ts';
import { skewOf, type Trouble } from './plan.ts';
import { PowerCut } from './power.ts';
import type { SimDevice } from './sim-device.ts';
import { attachSomething, moveSomething, removeSomething, settleSomething, writeAtLength } from './work.ts';
import type { World } from './world.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

const OFF_MS_MAX = 60_000;
/** Of the points at which a machine may stop, between two steps. */
const DEVICE_POINTS = 12;
const SERVER_POINTS = 60;

/** Which of the troubles of a seed happen in a step, and how. */
export async function happen(world: World): Promise<void> {
  const { plan, random } = world;
  for (const [trouble, { chance, strike }] of Object.entries(TROUBLES_BY_NAME)) {
    // The names of the table below.
    if (!plan.troubles.has(trouble as Trouble) || !random.chance(chance)) continue;
    const at = must(random.pick(world.devices), 'a console');
    if (!OUTSIDE.has(trouble as Trouble) && !(at.isOn && at.console.hasPeople)) continue;
    world.say(`${trouble} at ${at.name}`);
    try {
      await strike(world, at);
    } catch (error) {
      // Whoever does this at a console whose disk is full is told so.
      if (!(error instanceof PowerCut) && !(isDomainError(error) && error.code === 'disk-full')) throw error;
    }
  }
}

const OUTSIDE: ReadonlySet<Trouble> = new Set([
  'server-crashes',
  'server-restores',
  'full-server',
  'purges',
  'partitions',
]);

type Strike = {
  readonly chance: number;
  strike(world: World, at: SimDevice): void | Promise<void>;
};

const TROUBLES_BY_NAME: { readonly [Name in Trouble]: Strike } = {
  'device-crashes': { chance: 0.2, strike: crashDevice },
  'server-crashes': { chance: 0.1, strike: crashServer },
  partitions: { chance: 0.15, strike: partition },
  'clock-jumps': { chance: 0.1, strike: (world, at) => void (at.skewMs = skewOf(world.random)) },
  revocation: {
    chance: 0.03,
    strike: (world, at) => revokeDevice(world.server.storage, at.console.deviceId, world.time.now()),
  },
  skew: { chance: 0.08, strike: updateSomebody },
  moves: { chance: 0.03, strike: moveConsole },
  'record-moves': { chance: 0.08, strike: (world, at) => moveSomething(at.console, world.random) },
  oversized: { chance: 0.1, strike: (world, at) => writeAtLength(at.console, world.random) },
  'link-classes': { chance: 0.1, strike: changeLink },
  attachments: { chance: 0.12, strike: (world, at) => attachSomething(at.console, world.random) },
  'console-restores': { chance: 0.1, strike: (world, at) => restoreConsole(world, at, true) },
  'copied-disks': { chance: 0.1, strike: (world, at) => restoreConsole(world, at, false) },
  'server-restores': { chance: 0.06, strike: restoreServer },
  clones: { chance: 0.04, strike: clone },
  purges: { chance: 0.1, strike: purge },
  deletions: { chance: 0.1, strike: (world, at) => removeSomething(at.console, world.random) },
  'full-disks': { chance: 0.15, strike: fillDisk },
  'full-server': { chance: 0.1, strike: fillServer },
  settling: { chance: 0.2, strike: (world, at) => settleSomething(at.console, world.random) },
};

function crashDevice({ random, time }: World, at: SimDevice): void {
  if (random.chance(0.3)) at.power.cut();
  else at.power.cutAfter(random.below(DEVICE_POINTS));
  time.set(() => at.start(), 1 + random.below(OFF_MS_MAX));
}

function crashServer(world: World): void {
  const { server, random, time } = world;
  server.power.cutAfter(random.below(SERVER_POINTS));
  const comeBack = async () => {
    if (!server.power.isOff) return;
    await server.restart();
    for (const one of world.devices) one.link.breakOff();
  };
  time.set(() => void time.instantly(comeBack), 1 + random.below(OFF_MS_MAX));
}

function partition({ random, time }: World, { link }: SimDevice): void {
  link.isDown = true;
  time.set(
    () => {
      link.isDown = false;
    },
    random.below(4 * OFF_MS_MAX),
  );
}

function fillDisk({ random, time }: World, at: SimDevice): void {
  at.fillDisk();
  time.set(() => at.makeRoom(), random.below(4 * OFF_MS_MAX));
}

/** Most transactions of a server write something; those that only read would pass. */
function fillServer({ server, random, time }: World): void {
  server.disk = { takesCommit: () => random.chance(0.3) };
  time.set(() => server.makeRoom(), random.below(2 * OFF_MS_MAX));
}

function updateSomebody({ programs, random }: World, at: SimDevice): void {
  if (random.chance(0.6)) programs.updateDevice(at);
  else programs.updateServer();
}

async function moveConsole({ server, random }: World, at: SimDevice): Promise<void> {
  const siteCode = must(random.pick(['AUR', 'BOR', 'OFF']), 'a site');
  const site = await server.inTransaction((tx) => tx.siteByCode(siteCode));
  if (site !== undefined) await moveDevice(server.storage, { deviceId: at.console.deviceId, siteCode });
}

function changeLink({ random }: World, { console: one }: SimDevice): void {
  const { service } = one.sync;
  const kind = random.below(3);
  if (kind === 0) one.sync.resume();
  else if (kind === 1) service.setPaused(random.chance(0.5));
  else service.setLinkClass(must(random.pick(LINK_CLASSES), 'a class'));
}

function restoreConsole(world: World, at: SimDevice, isNoted: boolean): void {
  const backup = world.backups.get(at);
  if (backup === undefined || world.random.chance(0.4)) {
    world.backups.set(at, at.backUp());
    return;
  }
  world.say(`${at.name} is put back${isNoted ? '' : ' unnoticed'}`);
  at.restoreFrom(backup, isNoted);
}

async function restoreServer(world: World): Promise<void> {
  if (world.serverBackup === undefined || world.random.chance(0.4)) {
    const file = world.newServerFile();
    copyOf(world.serverFile, file);
    world.serverBackup = file;
    return;
  }
  world.hasRestoredServer = true;
  world.say('the server is put back');
  world.serverFile = world.newServerFile();
  copyFileSync(world.serverBackup, world.serverFile);
  await world.server.replaceWith(world.serverFile, { isAnnounced: true });
}

function clone(world: World, at: SimDevice): void {
  if (world.devices.length >= world.plan.skewsMs.length) return;
  world.addDevice(`copy of ${at.name}`, at.backUp());
}

/** After half a year in which some consoles slept, or at once. */
async function purge({ server, random, time }: World): Promise<void> {
  if (random.chance(0.2)) time.leap(181 * DAY_MS);
  await server.purge();
}

function copyOf(file: string, to: string): void {
  const db = new Database(file, { readonly: true });
  try {
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
}
