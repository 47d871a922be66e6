import { pino } from 'pino';
import type { Actor, PersonActor } from '#shared/access/can.ts';
import type { JobProfile, Role } from '#shared/access/roles.ts';
import { site as siteEntity } from '#shared/domains/settings/schema.ts';
import type { Command, Site } from '#shared/kernel/define-command.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { noteJump } from '#host/clock/clock-jumps.ts';
import { CommandRunner } from '#host/commands/command-runner.ts';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { QueryRunner } from '#host/commands/query-runner.ts';
import { TimerRunner, type TimerWait } from '#host/jobs/timer-runner.ts';
import { TimerTable } from '#host/jobs/timer-table.ts';
import type { StoreKey } from '#host/store/encryption/store-key.ts';
import { openStore, type Store } from '#host/store/store.ts';
import { siteRecord } from './site-record.ts';
import { VirtualClock } from './virtual-clock.ts';

export const AURORA: Site = {
  id: '01950000-0000-7000-8000-000000000001',
  code: 'AUR',
  name: 'MV Aurora',
  kind: 'vessel',
  timeZone: 'UTC',
};
export const OFFICE: Site = {
  id: '01950000-0000-7000-8000-000000000002',
  code: 'OFF',
  name: 'Head office',
  kind: 'office',
  timeZone: 'Europe/Athens',
};

/** A person with no record behind them: enough for rules, permissions and journals. */
export function personActor(
  role: Role,
  jobProfile: JobProfile = 'crew',
  siteId: string = AURORA.id,
): PersonActor {
  const id = `01950000-0000-7000-8000-0000000001${String(role.charCodeAt(1)).padStart(2, '0')}`;
  return {
    type: 'person',
    id,
    name: `${role} ${jobProfile}`,
    role,
    jobProfile,
    siteId,
    granted: [],
    denied: [],
  };
}

export const MASTER = personActor('IP', 'master');

export type TestConsole = {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly commands: CommandRunner;
  readonly queries: QueryRunner;
  readonly timers: TimerRunner;
  /** Runs a command as a person and returns its output. */
  run<Output>(command: Command, input: unknown, actor?: Actor): Output;
  /** Lets time pass minute by minute, firing timers as they fall due. */
  pass(minutes: number): void;
  close(): void;
};

/** A console without window, server or sockets: real store, real rules, virtual time. */
export function testConsole(
  options: {
    site?: Site;
    file?: string;
    clock?: VirtualClock;
    storeKey?: StoreKey;
    /** False: nothing fires by itself when it starts, not even what is overdue. */
    runTimers?: boolean;
    /** What wakes its timers; without any, only a test does. */
    wait?: TimerWait;
  } = {},
): TestConsole {
  const clock = options.clock ?? new VirtualClock();
  const site = options.site ?? AURORA;
  const store = openStore(
    {
      file: options.file ?? ':memory:',
      ...(options.storeKey === undefined ? {} : { storeKey: options.storeKey }),
    },
    clock,
  );
  const table = new TimerTable(store);
  store.follow((records) => table.follow(records));
  store.state.site = site;
  store.state.station = 1;
  if (store.record(siteEntity, site.id) === undefined) {
    store.receive((writer, changed) => changed(writer.write('settings', siteRecord(site), false)));
  }
  table.rebuildIfNeeded();
  const notes = createAuditNotes(store, clock);
  const commands = new CommandRunner(store, clock, notes);
  const queries = new QueryRunner(store, clock, notes);
  const log = pino({ level: 'silent' });
  const never = { set: () => () => undefined };
  const timers = new TimerRunner({
    store,
    table,
    commands,
    clock,
    wait: options.wait ?? never,
    log,
    onJump: (jumpMs) => noteJump({ store, commands, log }, jumpMs),
  });
  commands.beforeEach(() => timers.lookAtClock());
  if (options.runTimers !== false) timers.start();
  return {
    store,
    clock,
    commands,
    queries,
    timers,
    run: (command, input, actor = MASTER) => commands.run(command, { input }, actor).output as never,
    pass(minutes) {
      for (let minute = 0; minute < minutes; minute += 1) {
        clock.advanceMinutes(1);
        timers.runDue();
      }
    },
    close: () => store.close(),
  };
}

export function recordId(text: string): RecordId {
  return RecordId.parse(text);
}
