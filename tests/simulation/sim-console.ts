import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Actor } from '#shared/access/can.ts';
import { commandNamed, usedCollections } from '#shared/domains/registry.ts';
import { createFirstAdministrator } from '#shared/domains/people/commands.ts';
import { foundSite } from '#shared/domains/settings/commands.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { person } from '#shared/domains/people/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Command, Site } from '#shared/kernel/define-command.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { CommandRunner } from '#host/commands/command-runner.ts';
import type { CommandOutcome } from '#host/services.ts';
import { type RecordChange, recordInText } from '#host/store/record-writer.ts';
import { tableOf } from '#host/store/record-tables.ts';
import type { SqliteConnection } from '#host/store/connection.ts';
import { openStore, Store } from '#host/store/store.ts';
import { createSync, type CreateSyncOptions, type Sync } from '#host/sync/create-sync.ts';
import type { SyncTransport } from '#host/sync/transport.ts';
import { NOBODYS_HASH } from '#tests/support/passphrase-hash.ts';
import { scratchFolder } from '../../scripts/lib/scratch-folder.ts';

const SILENT = {
  info() {},
  warn() {},
  error() {},
};
const Id = z.object({ id: z.string() });
const Count = z.object({ count: z.int() });

export type SimConsoleOptions = {
  readonly clock: Clock;
  readonly transportTo: (serverUrl: string) => SyncTransport;
  readonly liveTo?: CreateSyncOptions['liveTo'];
  /** Kept over a restart; a new one in the system's temporary folder when absent. */
  readonly folder?: string;
  /** Holds the store in memory: many consoles, no restarts. */
  readonly inMemory?: boolean;
  readonly wait?: CreateSyncOptions['wait'];
  readonly random?: () => number;
  readonly settings?: CreateSyncOptions['settings'];
  readonly wipe?: CreateSyncOptions['wipe'];
  /** The file as it is open already: a program that begins anew on it. */
  readonly db?: SqliteConnection;
  /** Before its sync begins. */
  beforeStart?(one: SimConsole): void;
  /** Told of each commit. */
  onCommit?(changes: readonly RecordChange[]): void;
};

/** A console without a window: the real store, commands, sync and attachments. */
export class SimConsole {
  readonly folder: string;
  readonly store: Store;
  readonly commands: CommandRunner;
  readonly sync: Sync;

  constructor(options: SimConsoleOptions) {
    this.folder = options.folder ?? mkdtempSync(path.join(scratchFolder(), 'fairlead-console-'));
    const file = options.inMemory === true ? ':memory:' : path.join(this.folder, 'console.sqlite');
    const { db } = options;
    this.store = db === undefined ? openStore({ file }, options.clock) : new Store(db, options.clock);
    this.commands = new CommandRunner(this.store, options.clock, createAuditNotes(this.store, options.clock));
    const { clock, transportTo, liveTo, wait, random, settings, wipe } = options;
    this.sync = createSync({
      store: this.store,
      clock,
      log: SILENT,
      dataFolder: this.folder,
      runCommand: ({ name, input, actor, also }) =>
        this.commands.run(must(commandNamed(name), name), { input, also }, actor),
      onStatus() {},
      transportTo,
      ...(liveTo === undefined ? {} : { liveTo }),
      ...(wait === undefined ? {} : { wait }),
      ...(random === undefined ? {} : { random }),
      ...(settings === undefined ? {} : { settings }),
      ...(wipe === undefined ? {} : { wipe }),
    });
    this.store.onCommit(({ records }) => options.onCommit?.(records));
    options.beforeStart?.(this);
    this.sync.start();
  }

  async close(): Promise<void> {
    await this.sync.close();
    this.store.close();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  createAdministrator(name: string): void {
    const site = must(this.store.state.site, 'a site');
    const signInName = name.toLowerCase().replaceAll(' ', '.');
    const actor: Actor = { type: 'system', id: this.deviceId, siteId: site.id };
    this.commands.run(
      createFirstAdministrator,
      { input: { name, signInName, passphrase: NOBODYS_HASH } },
      actor,
    );
  }

  /** The first-run steps of a console that belongs to no company yet. */
  found(site: Site): void {
    const { id, code, name, kind: siteKind, timeZone } = site;
    const actor: Actor = { type: 'system', id: this.deviceId, siteId: id };
    const also = () => {
      this.store.state.site = site;
      this.store.state.station = 1;
    };
    this.commands.run(foundSite, { input: { id, code, name, siteKind, timeZone }, site, also }, actor);
    this.createAdministrator(`Admin ${code}`);
  }

  get deviceId(): string {
    return must(this.store.state.deviceId, 'a device id');
  }

  /** Nobody may be known yet at a console that has just come to another site. */
  get hasPeople(): boolean {
    return this.#personId() !== undefined;
  }

  #personId(): string | undefined {
    const site = must(this.store.state.site, 'a site');
    const row = this.store.get(Id, 'SELECT id FROM person WHERE siteId = :siteId ORDER BY id LIMIT 1', {
      siteId: site.id,
    });
    return row?.id;
  }

  /** Somebody of this console's own site. */
  get actor(): Actor {
    const found = must(
      this.store.record(person, must(this.#personId(), 'a person of the site')),
      'the person',
    );
    return actorOfPerson(found);
  }

  run<Output = { id: string }>(command: Command, input: object): CommandOutcome<Output> {
    return this.commands.run<Output>(command, { input }, this.actor);
  }

  /** Every living record, in the order of ids. */
  records(): StoredRecord[] {
    return usedCollections()
      .flatMap((collection) =>
        this.store.db
          .prepare<[], { data: string }>(`SELECT data FROM ${tableOf(collection)} WHERE deleted = 0`)
          .all(),
      )
      .map(({ data }) => recordInText(data))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Records that still keep the server's state apart from their own. */
  shadows(): number {
    const row = this.store.get(Count, 'SELECT count(*) AS count FROM record_sync WHERE shadow IS NOT NULL');
    return row?.count ?? 0;
  }
}
