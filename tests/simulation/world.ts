import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { findingsOf } from './check.ts';
import { OfficeServer } from './office-server.ts';
import type { Plan } from './plan.ts';
import { Programs } from './programs.ts';
import type { Random } from './random.ts';
import { scratchFolder } from '../../scripts/lib/scratch-folder.ts';
import { type DeviceBackup, SimDevice } from './sim-device.ts';
import { FAIR, Link } from './sim-network.ts';
import { happen } from './troubles.ts';
import type { VirtualTime } from './virtual-time.ts';
import { attempt, doSomething } from './work.ts';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/durations.ts';

const DETAILS: { readonly [code: string]: Omit<Site, 'id' | 'code'> } = {
  AUR: { name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  BOR: { name: 'MV Borealis', kind: 'vessel', timeZone: 'UTC' },
  OFF: { name: 'Piraeus Office', kind: 'office', timeZone: 'UTC' },
};
const POLL_MS = 20_000;
/** Everybody is woken at the beginning of a round; most have told and heard everything after the first. */
const ROUND_MS = 40_000;
const CALM_MS = 2 * MINUTE_MS;
/**
 * What waits for a time of its own, each with what makes it wait: nothing; entries that the server could not
 * read; a server that was put back and hopes for what it lost.
 */
const PATIENCE_MS = [0, MINUTE_MS, 31 * MINUTE_MS, 25 * HOUR_MS, 31 * MINUTE_MS, 31 * MINUTE_MS];
/** By then a word of news, or else a poll, has come. */
const NEWS_MS = 10_000;

/** Codes that only a person can settle, with a new enrolment. */
const SHUT_OUT: ReadonlySet<string> = new Set(['device-revoked', 'cloned', 'chain-forked']);

export type WorldParts = {
  readonly plan: Plan;
  readonly random: Random;
  readonly time: VirtualTime;
  readonly trace: (line: string) => void;
};

export class World {
  readonly plan: Plan;
  readonly random: Random;
  readonly time: VirtualTime;
  readonly devices: SimDevice[] = [];
  readonly backups = new Map<SimDevice, DeviceBackup>();
  readonly programs = new Programs();
  readonly folder = mkdtempSync(path.join(scratchFolder(), 'fairlead-world-'));
  readonly #trace: WorldParts['trace'];
  readonly #server: OfficeServer;
  #files = 0;
  hasRestoredServer = false;
  serverFile: string;
  serverBackup: string | undefined;

  static async open(parts: WorldParts): Promise<World> {
    const { plan, time } = parts;
    const needsFile = plan.troubles.has('server-restores');
    const folder = mkdtempSync(path.join(scratchFolder(), 'fairlead-server-'));
    const file = needsFile ? path.join(folder, 'server.sqlite') : ':memory:';
    const world = new World(parts, await OfficeServer.open(time, file), { file, folder });
    for (const code of plan.sites) await world.#enrolNew(code);
    await time.runFor(POLL_MS);
    return world;
  }

  readonly #serverFolder: string;

  constructor(
    { plan, random, time, trace }: WorldParts,
    server: OfficeServer,
    at: { file: string; folder: string },
  ) {
    this.plan = plan;
    this.random = random;
    this.time = time;
    this.#trace = trace;
    this.#server = server;
    this.serverFile = at.file;
    this.#serverFolder = at.folder;
  }

  get server(): OfficeServer {
    return this.#server;
  }

  say(what: string): void {
    this.#trace(`${new Date(this.time.now()).toISOString()} ${what}`);
  }

  newServerFile(): string {
    this.#files += 1;
    return path.join(this.#serverFolder, `${this.#files}.sqlite`);
  }

  async work(): Promise<void> {
    const { plan, random, time } = this;
    for (const one of this.devices) one.link.weather = plan.weather;
    for (let step = 0; step < plan.steps; step += 1) {
      const at = must(random.pick(this.devices), 'a console');
      if (at.isOn && at.console.hasPeople) this.programs.on(at, () => doSomething(at.console, random));
      await happen(this);
      await time.runFor(random.below(plan.stepMsMax));
    }
  }

  /** Everything is mended; what is not as it must be after that is a finding. */
  async calmDown(): Promise<readonly string[]> {
    this.say('calm');
    await this.#mend();
    let findings: readonly string[] = [];
    for (const patienceMs of PATIENCE_MS) {
      this.time.leap(patienceMs);
      for (const one of this.devices) one.console.sync.wake();
      await this.time.runFor(patienceMs === 0 ? ROUND_MS : CALM_MS);
      await this.#admitAgain();
      findings = await findingsOf(this);
      this.say(`${findings.length} findings`);
      if (findings.length === 0) return this.#assertNews();
    }
    return findings;
  }

  figures(): { entries: number; rejected: number; records: number; powerCuts: number } {
    const sum = (of: (one: SimDevice) => number) => this.devices.reduce((all, one) => all + of(one), 0);
    return {
      entries: sum((one) => one.console.store.journal.head().seq),
      rejected: sum((one) => one.console.sync.service.attention().length),
      records: this.devices.at(-1)?.console.records().length ?? 0,
      powerCuts: sum((one) => one.cuts),
    };
  }

  async close(): Promise<void> {
    for (const one of this.devices) one.close();
    await this.server.close();
    this.programs.close();
    for (const folder of [this.folder, this.#serverFolder]) rmSync(folder, { recursive: true, force: true });
  }

  /** A machine; `backup`: with a copy of another's disk. */
  addDevice(name: string, backup?: DeviceBackup): SimDevice {
    const { random, time, plan, server } = this;
    const link = new Link({ time, random, server, weather: backup === undefined ? FAIR : plan.weather });
    const skewMs = plan.skewsMs[this.devices.length] ?? 0;
    const folder = path.join(this.folder, `${this.devices.length}`);
    const { isLive, budgetBytes } = plan;
    const parts = { name, folder, time, random, link, skewMs, isLive, budgetBytes, pollMs: POLL_MS };
    const device = new SimDevice(parts, backup);
    this.devices.push(device);
    return device;
  }

  async enrol(device: SimDevice): Promise<void> {
    const site = must(device.console.store.state.site, 'a site');
    await this.#join(device, site);
  }

  async #enrolNew(code: string): Promise<void> {
    const details = must(DETAILS[code], 'details of a site');
    const device = this.addDevice(`${code}${this.devices.length}`);
    await this.#join(device, { code, ...details });
    const { console: one } = device;
    if (one.store.state.station === 1) one.createAdministrator(`Admin ${code}`);
    const done = one.sync.service.now();
    await this.time.runFor(2_000);
    await done;
  }

  async #join({ console: one }: SimDevice, site: Omit<Site, 'id'>): Promise<void> {
    const { code: siteCode, name, kind, timeZone } = site;
    const code = await this.server.codeFor({ code: siteCode, name, kind, timeZone });
    const joining = one.sync.join({ serverUrl: 'http://office.test', code, deviceName: name });
    const failed = joining.then(
      () => undefined,
      (error: unknown) => (isDomainError(error) ? error : Promise.reject(error)),
    );
    await this.time.runFor(5_000);
    const error = await failed;
    if (error !== undefined) this.say(`could not enrol: ${error.message}`);
  }

  async #mend(): Promise<void> {
    this.programs.updateAll();
    if (this.server.power.isOff) await this.server.restart();
    // Whatever was going to fail has failed.
    this.server.power.restore();
    this.server.makeRoom();
    for (const one of this.devices) {
      one.link.weather = FAIR;
      one.link.isDown = false;
      one.power.restoreUnlessOff();
      one.start();
      one.makeRoom();
      one.console.sync.service.setPaused(false);
      one.console.sync.service.setLinkClass('broadband');
    }
  }

  /** Consoles that were shut out, or have a double, come back as new ones. */
  async #admitAgain(): Promise<void> {
    for (const one of this.devices) {
      const { problem } = one.console.sync.service.status();
      if (problem === null || !SHUT_OUT.has(problem.code)) continue;
      this.say(`${one.name} enrols again after ${problem.code}`);
      await this.enrol(one);
      await this.time.runFor(CALM_MS);
    }
  }

  /** Nobody has stopped listening: something urgent comes to everybody who may see it, soon. */
  async #assertNews(): Promise<readonly string[]> {
    const from = must(this.devices[0], 'a console');
    const site = must(from.console.store.state.site, 'a site');
    const report = { title: 'Is anybody listening?', severity: 'critical' };
    if (!from.console.hasPeople || !attempt(() => from.console.run(incidentCommands.report, report)))
      return [];
    const waitMs = this.plan.isLive ? NEWS_MS : NEWS_MS + POLL_MS;
    await this.time.runFor(waitMs);
    return this.devices.flatMap((one) => {
      const own = must(one.console.store.state.site, 'a site');
      if (own.id !== site.id && own.kind !== 'office') return [];
      const hasIt = one.console.records().some((record) => record['title'] === report.title);
      return hasIt
        ? []
        : [`${one.name} hears of nothing any more (live: ${one.console.sync.service.status().isLive})`];
    });
  }
}
