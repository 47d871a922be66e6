import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { type Actor, can } from '#shared/access/can.ts';
import { DEMONSTRATION_PASSPHRASE } from '#shared/demo/company.ts';
import { demonstrationFleet } from '#shared/demo/fleet.ts';
import { createFirstAdministrator } from '#shared/domains/people/commands.ts';
import { person } from '#shared/domains/people/schema.ts';
import { foundSite } from '#shared/domains/settings/commands.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { type Clock, isoOf } from '#shared/kernel/clock.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import type { CommandRunner } from '../commands/command-runner.ts';
import { commandError } from '../commands/errors.ts';
import type { Connection, SetupService, SignedInPerson } from '../services.ts';
import { hashPassphrase } from '../session/passphrase.ts';
import type { Sessions } from '../session/session-service.ts';
import type { Store } from '../store/store.ts';
import { setupError } from './errors.ts';
import { loadFleet } from './load-fleet.ts';

export type SetupParts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly commands: CommandRunner;
  readonly sessions: Sessions;
  /** Enrols at a company's server and runs the first exchange. */
  join(input: { serverUrl: string; code: string; deviceName: string }): Promise<void>;
  /** The console has become another one: timers, status and collections follow. */
  becameSite(): void;
};

const SomePerson = z.object({ id: z.string() });

type NewAdministrator = { name: string; signInName: string; passphrase: string };

/** The first minutes of a console: join a company, start a site of its own, or look around in the demonstration. */
export class Setup implements SetupService {
  readonly #parts: SetupParts;

  constructor(parts: SetupParts) {
    this.#parts = parts;
  }

  async foundSite(
    connection: Connection,
    input: {
      code: string;
      name: string;
      siteKind: Site['kind'];
      timeZone: string;
      administrator: NewAdministrator;
    },
  ): Promise<SignedInPerson> {
    const { store, commands } = this.#parts;
    this.#assertNotSetUp();
    assertTimeZone(input.timeZone);
    const passphrase = await hashPassphrase(input.administrator.passphrase);
    this.#assertNotSetUp();
    const { code, name, siteKind, timeZone } = input;
    const site: Site = { id: uuidv7(), code, name, kind: siteKind, timeZone };
    commands.run(
      foundSite,
      {
        input: { id: site.id, code, name, siteKind, timeZone },
        site,
        also: () => {
          store.state.site = site;
          store.state.station = 1;
        },
      },
      this.#system(site),
    );
    this.#parts.becameSite();
    return this.#createAdministrator(connection, { ...input.administrator, passphrase });
  }

  async join(
    connection: Connection,
    input: { serverUrl: string; code: string; deviceName: string },
  ): Promise<{ siteName: string }> {
    const { state } = this.#parts.store;
    if (state.membership !== undefined || state.demonstration) throw setupError('already-set-up');
    // A site that works already has people and records: whoever joins it sends them all to that server.
    if (state.site !== undefined) this.#assertMayJoin(connection, state.site);
    return this.joinUnasked(input);
  }

  /** Joins without asking who asks: for a console prepared ashore, which has nobody to ask. */
  async joinUnasked(input: {
    serverUrl: string;
    code: string;
    deviceName: string;
  }): Promise<{ siteName: string }> {
    await this.#parts.join(input);
    this.#parts.becameSite();
    return { siteName: this.#parts.store.state.site?.name ?? '' };
  }

  async createAdministrator(connection: Connection, input: NewAdministrator): Promise<SignedInPerson> {
    this.#assertNobodyYet();
    const passphrase = await hashPassphrase(input.passphrase);
    return this.#createAdministrator(connection, { ...input, passphrase });
  }

  async loadDemonstration(siteCode: string): Promise<{ records: number }> {
    const { store, clock } = this.#parts;
    this.#assertNotSetUp();
    const passphrase = await hashPassphrase(DEMONSTRATION_PASSPHRASE);
    const fleet = demonstrationFleet({ now: isoOf(clock.now()), passphrase });
    const own = fleet.sites.find((site) => site.code === siteCode);
    if (own === undefined) {
      const siteCodes = fleet.sites.map((site) => site.code).join(', ');
      throw setupError('demonstration-site-unknown', { siteCode, siteCodes });
    }
    this.#assertNotSetUp();
    const records = loadFleet(store, fleet, () => {
      const { id, code, name, siteKind, timeZone } = own;
      store.state.site = { id, code, name, kind: siteKind, timeZone };
      store.state.station = 1;
      store.state.demonstration = true;
    });
    this.#parts.becameSite();
    return { records };
  }

  #createAdministrator(
    connection: Connection,
    input: { name: string; signInName: string; passphrase: Awaited<ReturnType<typeof hashPassphrase>> },
  ): SignedInPerson {
    const { store, commands, sessions } = this.#parts;
    const { site } = store.state;
    if (site === undefined) throw commandError('no-site');
    const { output } = commands.run<{ id: string }>(createFirstAdministrator, { input }, this.#system(site));
    return sessions.open(connection, mustPerson(store, output.id));
  }

  #system(site: Site): Actor {
    return { type: 'system', id: this.#parts.store.state.deviceId ?? '', siteId: site.id };
  }

  /** Before a passphrase is hashed, which costs: whoever reaches the console may ask for this. */
  #assertNobodyYet(): void {
    const { store } = this.#parts;
    const siteId = store.state.site?.id ?? '';
    const somebody = store.get(SomePerson, 'SELECT id FROM person WHERE siteId = :siteId LIMIT 1', {
      siteId,
    });
    if (somebody !== undefined) throw setupError('already-set-up');
  }

  #assertMayJoin(connection: Connection, site: Site): void {
    const decision = can(this.#parts.sessions.mustActor(connection), 'people.manage', { siteId: site.id });
    if (decision.allowed) return;
    throw setupError('not-administrator');
  }

  #assertNotSetUp(): void {
    if (this.#parts.store.state.site !== undefined) throw setupError('already-set-up');
  }
}

function mustPerson(store: Store, id: string) {
  const found = store.record(person, RecordId.parse(id));
  if (found === undefined) throw new Error(`The person ${id} just created is not there`);
  return found;
}

/** Whether this machine knows the zone; the schema only knows its form. */
function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (error) {
    throw setupError('time-zone-unknown', { timeZone }, { cause: error });
  }
}
