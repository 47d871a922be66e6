import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { composeHost, type Host } from '#host/compose.ts';
import type { Connection } from '#host/services.ts';
import type { LinkClass } from '#host/sync/link-class.ts';
import { randomFrom } from '#shared/demo/random.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import type { Json } from '#shared/kernel/canonical-json.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { Tx } from '#shared/kernel/transaction.ts';
import { type FairleadServer, type SiteCode, startFairleadServer } from './fairlead-server.ts';
import { sleep } from './figures.ts';
import { ShapingProxy } from './shaping-proxy.ts';
import type { SyncDevice, SyncSystem } from './system.ts';
import { type Change, type Document, OFFICER } from './workload.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';

const ADMINISTRATOR = { name: OFFICER.name, signInName: 'i.duarte', passphrase: 'following seas' };
const CONNECTION: Connection = { sessionId: 'bench-session-0001', kind: 'window' };
const TRY_AGAIN_MS = 200;
const NOTICED_MS = 50;
const Incident = z.object({ id: z.string(), place: z.string() });

export type FairleadSystem = Omit<SyncSystem, 'device'> & {
  readonly server: FairleadServer;
  device(name: string, siteCode?: SiteCode): Promise<FairleadDevice>;
};

/** Real consoles, put together as the program does it, without their windows. */
export async function fairleadSystem({ isTls } = { isTls: false }): Promise<FairleadSystem> {
  const clock = new WorkingClock();
  const server = await startFairleadServer(clock, { isTls });
  let devices = 0;
  return {
    name: isTls ? 'Fairlead over TLS' : 'Fairlead',
    server,
    async device(name, siteCode) {
      devices += 1;
      const link = await ShapingProxy.to(server.port);
      // The first one works on board, the others look on from the office.
      const device = new FairleadDevice(server, {
        name,
        link,
        clock,
        siteCode: siteCode ?? (devices === 1 ? 'AUR' : 'OFF'),
        linkClass: isTls ? 'satellite' : 'broadband',
      });
      await device.start();
      return device;
    },
    taken: () => server.entries(),
    close: () => server.close(),
  };
}

/** Long enough for all the work: files of the server must not look older than they are. */
const STARTS_BEFORE_MS = 300 * 24 * 60 * MINUTE_MS;

/** Lets time pass between two things that people do, so that stamps lie as far apart as in real work. */
class WorkingClock implements Clock {
  readonly #random = randomFrom(1, 'clock');
  #offsetMs = -STARTS_BEFORE_MS;

  now(): number {
    return Math.round(Date.now() + this.#offsetMs);
  }

  monotonicMs(): number {
    return performance.now() + this.#offsetMs;
  }

  pass(): void {
    this.#offsetMs += this.#random.logNormal(8 * MINUTE_MS, 1.2);
  }
}

export class FairleadDevice implements SyncDevice {
  readonly link: ShapingProxy;
  readonly #server: FairleadServer;
  readonly #name: string;
  readonly #clock: WorkingClock;
  readonly #siteCode: SiteCode;
  readonly #linkClass: LinkClass;
  #host: Host | undefined;
  /** Resolves when this process has noticed that its connections are gone. */
  #wentDown: Promise<void> = Promise.resolve();

  constructor(
    server: FairleadServer,
    parts: {
      name: string;
      link: ShapingProxy;
      clock: WorkingClock;
      siteCode: SiteCode;
      linkClass: LinkClass;
    },
  ) {
    this.#server = server;
    this.link = parts.link;
    this.#name = parts.name;
    this.#clock = parts.clock;
    this.#siteCode = parts.siteCode;
    this.#linkClass = parts.linkClass;
  }

  get host(): Host {
    if (this.#host === undefined) throw new Error('The console has not been started');
    return this.#host;
  }

  get deviceId(): string {
    return this.host.store.state.deviceId ?? '';
  }

  /** The vessel joins at once, since people who work need a site; the office with its first pull. */
  async start(): Promise<void> {
    const dataFolder = path.join(this.#server.folder, this.#name);
    mkdirSync(dataFolder);
    this.#host = await composeHost({
      dataFolder,
      version: 'bench',
      clock: this.#clock,
      linkClass: this.#linkClass,
      log: pino({ level: process.env['BENCH_LOG'] ?? 'silent' }),
    });
    if (this.#siteCode !== 'AUR') return;
    await this.#join();
    await this.host.services.setup.createAdministrator(CONNECTION, ADMINISTRATOR);
    await this.sync();
    this.link.take();
  }

  async insert(documents: readonly Document[]): Promise<void> {
    await this.#wentDown;
    const { services, store } = this.host;
    const siteId = store.state.site?.id ?? '';
    const { id } = services.session.mustActor(CONNECTION);
    const signed = { reportedById: id, acknowledgedById: id };
    this.#inHaste(() => {
      for (const document of documents) {
        const { title, severity } = document;
        const insert = (tx: Tx) => tx.insert(incident, { ...document, ...signed, siteId });
        this.#commit(incidentCommands.report, { title, severity }, insert);
      }
    });
  }

  /** One field and nothing else: the entry of `incidents.amend` without the line it adds to the timeline. */
  async change(changes: readonly Change[]): Promise<void> {
    await this.#wentDown;
    this.#inHaste(() => {
      for (const { id, place } of changes) {
        this.#commit(incidentCommands.amend, { id, place }, (tx) => tx.patch(incident, id, { place }));
      }
    });
  }

  /** The same as people do it: the command also inserts a line of the timeline. */
  async amend(changes: readonly Change[]): Promise<void> {
    await this.#wentDown;
    this.#inHaste(() => {
      for (const { id, place } of changes) this.run(incidentCommands.amend, { id, place });
    });
  }

  run(command: Command, input: unknown): { id: string; seq: number } {
    this.#clock.pass();
    const { services } = this.host;
    const actor = services.session.mustActor(CONNECTION);
    const outcome = services.runCommand(command, { commandId: randomUUID(), input }, actor);
    // Every command of incidents returns the incident it was about, and these always change something.
    return { id: (outcome.output as { id: string }).id, seq: outcome.seq ?? 0 };
  }

  async sync(): Promise<void> {
    await this.#wentDown;
    if (this.host.store.state.membership === undefined) await this.#join();
    else this.linkUp();
    const { sync } = this.host.services;
    for (;;) {
      const { link, outboxEntries, needsAttention } = await sync.now();
      if (needsAttention > 0) throw new Error(`Refused: ${sync.attention()[0]?.message}`);
      if (link === 'refused') throw new Error(sync.status().problem?.message);
      if (link === 'online' && outboxEntries === 0) break;
      // The console's own back-off waits for people; the peers are tried again at once as well.
      await sleep(TRY_AGAIN_MS);
    }
    this.linkDown();
  }

  pull(): Promise<void> {
    return this.sync();
  }

  async poll(): Promise<void> {
    this.host.services.sync.setPaused(false);
    await this.host.services.sync.now();
  }

  linkUp(): void {
    this.host.services.sync.setPaused(false);
  }

  /** Radio silence, and no connection is left that could carry anything. */
  linkDown(): void {
    this.host.services.sync.setPaused(true);
    this.link.cut();
    this.#wentDown = sleep(NOTICED_MS);
  }

  holds(incidentId: string): boolean {
    return this.host.store.record(incident, incidentId) !== undefined;
  }

  async places(): Promise<ReadonlyMap<string, string>> {
    const { store } = this.host;
    return new Map(store.all(Incident, 'SELECT id, place FROM incident').map(({ id, place }) => [id, place]));
  }

  async close(): Promise<void> {
    await this.host.close();
    await this.link.close();
  }

  async #join(): Promise<void> {
    const code = await this.#server.code(this.#siteCode);
    const serverUrl = `${this.#server.scheme}://127.0.0.1:${this.link.port}`;
    await this.host.services.setup.join(CONNECTION, { serverUrl, code, deviceName: this.#name });
  }

  /** Days of work in a second: the disk is not waited for, since it is not what is measured. */
  #inHaste(work: () => void): void {
    const { db } = this.host.store;
    db.pragma('synchronous = OFF');
    work();
    db.pragma('synchronous = FULL');
  }

  #commit(command: Command, input: Json, work: (tx: Tx) => unknown): void {
    this.#clock.pass();
    const { services, store } = this.host;
    const { id, name } = services.session.mustActor(CONNECTION) as { id: string; name: string };
    store.transact(
      {
        actor: { type: 'person', id, name },
        command: command.name,
        label: command.label(command.input.parse(input)),
        lane: () => command.lane,
        input,
      },
      work,
    );
  }
}
