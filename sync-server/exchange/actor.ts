import { type Actor, type PersonActor, UNKNOWN_ID, unknownActor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { peopleCommands } from '#shared/domains/people/commands.ts';
import { type Person, person } from '#shared/domains/people/schema.ts';
import { settingsCommands } from '#shared/domains/settings/commands.ts';
import type { Command, Site } from '#shared/kernel/define-command.ts';
import type { ActorStamp } from '#shared/sync/entry.ts';
import type { Device, ServerRecord, StorageTx } from '../storage/storage.ts';
import { exchangeError } from './errors.ts';
import { isReadable } from './scope.ts';
import { plainRecord } from './records.ts';
import type { Workspace } from './workspace.ts';

/** The console that runs the site's timers. */
const HOME_STATION = 1;

/** Run before anybody can sign in, on whichever console is set up; their own `check` binds them. */
const FIRST_RUN_COMMANDS: ReadonlySet<string> = new Set([
  settingsCommands.foundSite.name,
  peopleCommands.createFirstAdministrator.name,
]);

/**
 * Who acted, with the rights the server knows of, whatever the device says. A person acts only at consoles
 * that hold their sign-in, so a stolen ship's console can't pass for the office.
 */
export function actorOf(
  records: Pick<Workspace, 'record'>,
  stamp: ActorStamp,
  where: { command: Command; device: Device; site: Site },
): Actor {
  const { command, device, site } = where;
  if (stamp.type === 'system' && stamp.id === UNKNOWN_ID) {
    assertUnknownMay(command);
    return unknownActor(site.id);
  }
  if (stamp.type === 'system') {
    assertSystemMay(command, device);
    return { type: 'system', id: stamp.id, siteId: site.id };
  }
  return activePerson(personAt(records, stamp, site));
}

/** The person of a record, if they may act at a site's consoles. */
export function personActorAt(record: ServerRecord | undefined, site: Site): PersonActor {
  return activePerson(
    personAt({ record: () => record }, { id: record?.id ?? '', name: 'This person' }, site),
  );
}

/** Who asks at a console of a site, as the server knows them. */
export async function personAsking(
  tx: Pick<StorageTx, 'records'>,
  personId: string,
  site: Site,
): Promise<PersonActor> {
  const [record] = await tx.records([{ collection: person.collection, id: personId }]);
  return personActorAt(record, site);
}

function activePerson(known: Person): PersonActor {
  if (!known.active) throw exchangeError('person-inactive', { name: known.name });
  return actorOfPerson(known);
}

/**
 * A note of a journal changes nothing and needs no right: it comes from the console itself, or from a person who
 * belongs where it stands. One who is no longer active may have been when it was noted.
 */
export function assertMayNote(records: Pick<Workspace, 'record'>, stamp: ActorStamp, site: Site): void {
  if (stamp.type === 'person') personAt(records, stamp, site);
}

function personAt(
  records: Pick<Workspace, 'record'>,
  stamp: Pick<ActorStamp, 'id' | 'name'>,
  site: Site,
): Person {
  const record = records.record({ collection: person.collection, id: stamp.id });
  if (record === undefined || record.kind !== person.kind || record.deletedByDeviceId !== null) {
    throw exchangeError('person-unknown', { name: stamp.name });
  }
  if (!isReadable(record, site)) throw exchangeError('person-of-another-site', { name: stamp.name });
  return personIn(record);
}

/** A record never changes once it is made, and one person signs hundreds of entries. */
const parsed = new WeakMap<ServerRecord, Person>();

function personIn(record: ServerRecord): Person {
  const known = parsed.get(record) ?? person.schema.parse(plainRecord(record));
  parsed.set(record, known);
  return known;
}

/** Somebody unnamed, at whichever console: they report, and `check` of the command binds what. */
function assertUnknownMay({ name }: Command): void {
  if (name !== incidentCommands.report.name) throw exchangeError('needs-a-name', { command: name });
}

function assertSystemMay(command: Command, device: Device): void {
  if (!command.system) throw exchangeError('needs-a-person', { command: command.name });
  if (device.station === HOME_STATION || FIRST_RUN_COMMANDS.has(command.name)) return;
  throw exchangeError('not-the-first-console', { station: device.station });
}
