import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import type { PersonActor } from '#shared/access/can.ts';
import type { DeliverySettings } from '#shared/delivery/settings.ts';
import { incidentReport } from '#shared/domains/incidents/reports/one-report.ts';
import { notificationCommands } from '#shared/domains/notifications/commands.ts';
import {
  type Delivery,
  delivery,
  type Notification,
  notification,
  USUAL_PREFERENCES,
} from '#shared/domains/notifications/schema.ts';
import { stateOf } from '#shared/domains/notifications/states.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { peopleCommands } from '#shared/domains/people/commands.ts';
import { person } from '#shared/domains/people/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import { composeHost, type Host } from '#host/compose.ts';
import type { Notice } from '#host/notify/desktop-notices.ts';
import { MailRelay } from './mail-relay.ts';
import { NOBODYS_HASH } from './passphrase-hash.ts';

type SiteOptions = {
  readonly deliverySettings?: DeliverySettings;
  readonly nowMs?: number;
  readonly log?: Logger;
};

export type MailingSite = {
  readonly site: NotifiedSite;
  readonly relay: MailRelay;
  stop(): Promise<void>;
};

/** A site whose mails go to a relay of their own. */
export async function startMailingSite(): Promise<MailingSite> {
  const relay = await MailRelay.start();
  const site = await NotifiedSite.start({ deliverySettings: relay.deliverySettings });
  const stop = async () => {
    await site.stop();
    await relay.stop();
  };
  return { site, relay, stop };
}

/** A whole console of one ship with a clock that a test sets, and what its people were told. */
export class NotifiedSite {
  readonly clock: { nowMs: number };
  /** Notices on its desktop since its last start. */
  shown: Notice[] = [];
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'fairlead-notified-'));
  readonly #options: SiteOptions;
  #host: Host | undefined;
  #names = 0;

  static async start(options: SiteOptions = {}): Promise<NotifiedSite> {
    const site = new NotifiedSite(options);
    await site.#start();
    await site.host.services.setup.foundSite(
      { sessionId: 'first', kind: 'window' },
      {
        code: 'AUR',
        name: 'MV Aurora',
        siteKind: 'vessel',
        timeZone: 'UTC',
        administrator: { name: 'Ines Duarte', signInName: 'i.duarte', passphrase: 'following seas' },
      },
    );
    return site;
  }

  private constructor(options: SiteOptions) {
    this.#options = options;
    this.clock = { nowMs: options.nowMs ?? Date.now() };
  }

  get host(): Host {
    return must(this.#host, 'a console that runs');
  }

  get admin(): PersonActor {
    const first = this.host.store.records(person, 'SELECT data FROM person ORDER BY id LIMIT 1')[0];
    return actorOfPerson(must(first, 'the administrator'));
  }

  async stop(): Promise<void> {
    await this.host.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async startAgain(): Promise<void> {
    await this.host.close();
    await this.#start();
  }

  async #start(): Promise<void> {
    this.shown = [];
    const { deliverySettings, log = pino({ level: 'silent' }) } = this.#options;
    this.#host = await composeHost({
      dataFolder: this.#folder,
      version: 'test',
      clock: { now: () => this.clock.nowMs, monotonicMs: () => this.clock.nowMs },
      log,
      ...(deliverySettings === undefined ? {} : { deliverySettings }),
      onNotice: (notice) => this.shown.push(notice),
    });
  }

  /** The time is another one now, and what fell due meanwhile runs. */
  setTime(ms: number): void {
    this.clock.nowMs = ms;
    this.host.resume();
  }

  pass(minutes: number): void {
    this.setTime(this.clock.nowMs + minutes * 60_000);
  }

  run<Output>(command: Command, input: unknown, actor: PersonActor = this.admin): Output {
    return this.host.services.runCommand<Output>(command, { commandId: randomUUID(), input }, actor).output;
  }

  /** Somebody new on board. */
  join(jobProfile: string, preferences: object = {}): PersonActor {
    this.#names += 1;
    const { id } = this.run<{ id: string }>(peopleCommands.add, {
      name: `Person ${this.#names}`,
      signInName: `person.${this.#names}`,
      role: 'IP',
      jobProfile,
      siteId: must(this.host.store.state.site, 'a site').id,
      passphrase: NOBODYS_HASH,
    });
    const who = actorOfPerson(must(this.host.store.record(person, id), 'the person'));
    this.run(notificationCommands.setPreferences, { ...USUAL_PREFERENCES, ...preferences }, who);
    return who;
  }

  /** Rows of one table of an incident's full report, as the administrator gets it. */
  reportTable(id: string, title: string) {
    const { store } = this.host;
    const { sections } = store.reading(() =>
      incidentReport.build(
        {
          db: store,
          now: isoOf(this.clock.nowMs),
          actor: this.admin,
          site: must(store.state.site, 'a site'),
          sites: 'all',
        },
        incidentReport.parameters.parse({ id }),
      ),
    );
    const table = sections.find((one) => one.type === 'table' && one.title === title);
    if (table?.type !== 'table' || typeof table.rows === 'function') throw new Error('no such table');
    return table.rows;
  }

  lines(): Notification[] {
    return this.host.store.records(notification, 'SELECT data FROM notification ORDER BY createdAt, id');
  }

  deliveries(): Delivery[] {
    return this.host.store.records(delivery, 'SELECT data FROM delivery ORDER BY createdAt, channel');
  }

  /** Of what left the console. */
  sent(): Delivery[] {
    return this.deliveries().filter(({ channel }) => channel !== 'desktop');
  }

  states() {
    return this.sent().map(stateOf);
  }
}
