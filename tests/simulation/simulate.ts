import { isDeepStrictEqual } from 'node:util';
import type { Site } from '#shared/kernel/define-command.ts';
import { must } from '#shared/kernel/assert.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { entityOf } from '#shared/domains/registry.ts';
import { FaultyNetwork } from './faulty-network.ts';
import { OfficeServer } from './office-server.ts';
import { Random } from './random.ts';
import { PowerCut, SimConsole } from './sim-console.ts';
import { VirtualTime } from './virtual-time.ts';
import { doSomething } from './work.ts';

const SITES: readonly Omit<Site, 'id'>[] = [
  { code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  { code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
  { code: 'BOR', name: 'MV Borealis', kind: 'vessel', timeZone: 'UTC' },
  { code: 'OFF', name: 'Piraeus Office', kind: 'office', timeZone: 'UTC' },
];
/** A ship's clock may be wrong by hours, either way. */
const SKEW_MS_MAX = 3 * 3_600_000;
const STEPS = 80;
const STEP_MS_MAX = 8_000;
/** After the links heal: several times the longest back-off. */
const QUIET_MS = 4 * 60_000;

export type SimulationReport = {
  readonly seed: number;
  readonly entries: number;
  readonly rejected: number;
  readonly records: number;
  readonly powerCuts: number;
  /** What is not as it must be; empty when all is well. */
  readonly findings: readonly string[];
};

/**
 * A company at work over bad links, decided by one seed: two consoles of one ship, one of another, and the
 * office. Everything real but time and network: store, commands, client, wire format, server.
 */
export async function simulate(seed: number): Promise<SimulationReport> {
  const simulation = await Simulation.open(seed);
  try {
    await simulation.work();
    await simulation.calmDown();
    return await simulation.report();
  } finally {
    await simulation.close();
  }
}

class Simulation {
  readonly #seed: number;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #network: FaultyNetwork;
  readonly #server: OfficeServer;
  readonly #consoles: SimConsole[] = [];
  #powerCuts = 0;
  #isCalm = true;

  static async open(seed: number): Promise<Simulation> {
    const time = new VirtualTime();
    const simulation = new Simulation(seed, time, await OfficeServer.open(time));
    for (const site of SITES) await simulation.#join(site);
    await time.runFor(60_000);
    return simulation;
  }

  constructor(seed: number, time: VirtualTime, server: OfficeServer) {
    this.#seed = seed;
    this.#time = time;
    this.#server = server;
    this.#random = new Random(seed);
    this.#network = new FaultyNetwork(time, new Random(seed + 1));
  }

  async work(): Promise<void> {
    this.#isCalm = false;
    for (let step = 0; step < STEPS; step += 1) {
      const at = must(this.#random.pick(this.#consoles), 'a console');
      doSomething(at, this.#random);
      if (this.#random.chance(0.05)) this.#touchLink(at);
      await this.#time.runFor(this.#random.below(STEP_MS_MAX));
    }
  }

  async calmDown(): Promise<void> {
    this.#isCalm = true;
    this.#network.heal();
    for (const one of this.#consoles) one.sync.service.setPaused(false);
    await this.#time.runFor(QUIET_MS);
  }

  async report(): Promise<SimulationReport> {
    const findings: string[] = [];
    let entries = 0;
    let rejected = 0;
    for (const [index, one] of this.#consoles.entries()) {
      const name = `console ${index} (${one.store.state.site?.code})`;
      const find = (finding: string) => findings.push(`${name}: ${finding}`);
      entries += await this.#checkJournal(one, find);
      rejected += one.sync.service.attention().length;
      await this.#checkRecords(one, find);
    }
    const records = this.#consoles.at(-1)?.records().length ?? 0;
    return { seed: this.#seed, entries, rejected, records, powerCuts: this.#powerCuts, findings };
  }

  async close(): Promise<void> {
    for (const one of this.#consoles) await one.remove();
    await this.#server.close();
  }

  async #join(site: Omit<Site, 'id'>): Promise<void> {
    const isFirst = this.#consoles.length === 0;
    const skewMs = isFirst ? 0 : Math.round((this.#random.next() * 2 - 1) * SKEW_MS_MAX);
    let transport = this.#server.transport;
    const one = new SimConsole({
      clock: this.#time.skewed(skewMs),
      transportTo: () => ({ request: (request) => transport.request(request) }),
      inMemory: true,
      wait: this.#time,
      random: () => this.#random.next(),
      // Small pages, so that records change while a console is in the middle of reading.
      settings: { budgetBytes: 2_000, pollMs: 20_000 },
      follower: () => this.#maybeCutPower(),
    });
    this.#consoles.push(one);
    const code = await this.#server.codeFor(site);
    await one.sync.join({ serverUrl: 'http://office.test', code, deviceName: site.name });
    if (one.store.state.station === 1) one.createAdministrator(`Admin ${site.code}`);
    await one.sync.service.now();
    transport = this.#network.to(this.#server.transport);
  }

  #maybeCutPower(): void {
    if (this.#isCalm || !this.#random.chance(0.05)) return;
    this.#powerCuts += 1;
    throw new PowerCut();
  }

  #touchLink(at: SimConsole): void {
    if (this.#random.chance(0.5)) at.sync.resume();
    else at.sync.service.setPaused(this.#random.chance(0.5));
  }

  async #checkJournal(one: SimConsole, find: (finding: string) => void): Promise<number> {
    const verified = one.store.journal.verify();
    if (!verified.sound) {
      find(`the chain breaks at entry ${verified.badSeq}`);
      return 0;
    }
    for (let seq = 1; seq <= verified.entries; seq += 1) {
      const row = must(one.store.journal.row(seq), `entry ${seq}`);
      const stored = await this.#server.entryOf(one.deviceId, seq);
      if (stored === undefined) find(`entry ${seq} never reached the server`);
      else {
        if (Buffer.compare(stored.hash, row.hash) !== 0) find(`entry ${seq} differs at the server`);
        const own: unknown = JSON.parse(row.verdict ?? 'null');
        if (!isDeepStrictEqual(own, JSON.parse(JSON.stringify(stored.verdict))))
          find(`entry ${seq} has another verdict here`);
        if (row.state !== stored.verdict.status)
          find(`entry ${seq} is ${row.state} here, ${stored.verdict.status} there`);
      }
    }
    if ((await this.#server.entryOf(one.deviceId, verified.entries + 1)) !== undefined) {
      find('the server has entries this console never made');
    }
    return verified.entries;
  }

  async #checkRecords(one: SimConsole, find: (finding: string) => void): Promise<void> {
    const { problem, outboxEntries, link } = one.sync.service.status();
    if (problem !== null) find(`${link}: ${problem.code} ${problem.message}`);
    if (outboxEntries > 0) find(`${outboxEntries} entries still wait`);
    if (one.shadows() > 0) find(`${one.shadows()} shadows are left`);
    const site = must(one.store.state.site, 'a site');
    const theirs = new Map((await this.#server.recordsFor(site)).map((record) => [record.id, record]));
    const ours = new Map(one.records().map((record) => [record.id, record]));
    for (const id of new Set([...theirs.keys(), ...ours.keys()])) {
      const [here, there] = [ours.get(id), theirs.get(id)];
      if (here === undefined) find(`${there?.kind} ${id} is missing`);
      else if (there === undefined) find(`${here.kind} ${id} is not at the server`);
      else if (canonicalJson(here) !== canonicalJson(there)) find(difference(here, there));
      else if (entityOf(here.kind)?.schema.safeParse(here).success !== true)
        find(`${here.kind} ${id} is not valid`);
    }
  }
}

function difference(
  here: { readonly [field: string]: unknown; readonly id: string; readonly kind: string },
  there: { readonly [field: string]: unknown },
): string {
  const fields = [...new Set([...Object.keys(here), ...Object.keys(there)])]
    .filter((field) => !isDeepStrictEqual(here[field], there[field]))
    .map((field) => `${field}: ${JSON.stringify(here[field])} here, ${JSON.stringify(there[field])} there`);
  return `${here.kind} ${here.id} differs in ${fields.join('; ')}`;
}
