import { peopleCommands } from '#shared/domains/people/commands.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { must } from '#shared/kernel/assert.ts';
import type { CommandContext } from '#shared/kernel/define-command.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { TEST_START_MS } from './test-clock.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Change, Entry } from '#shared/sync/entry.ts';
import { changeOf, type Draft, type TestDevice } from './test-device.ts';

let ids = 0;

/** A record id: sorts by when it was made, and is the same in every run of a test file. */
export function testId(): string {
  ids += 1;
  return `0192f0c1-7e2a-7c3d-9a4b-${ids.toString(16).padStart(12, '0')}`;
}

export type Persona = { readonly id: string; readonly name: string; readonly siteId: string };

export function personFields(role: string, name = 'Nikos Galanis'): JsonObject {
  return {
    name,
    signInName: 'n.galanis',
    role,
    jobProfile: 'administrator',
    active: true,
    granted: [],
    denied: [],
    createdAt: '2026-03-01T08:00:00.000Z',
  };
}

export function credentialFields(personId: string): JsonObject {
  return {
    personId,
    algorithm: 'scrypt',
    cost: 16_384,
    blockSize: 8,
    parallelization: 1,
    saltHex: 'a'.repeat(32),
    hashHex: 'b'.repeat(64),
    setAt: '2026-03-01T08:00:00.000Z',
  };
}

export function newPersonChanges(siteId: string, role: string, name?: string): [Change, Change] {
  const personId = testId();
  return [
    changeOf('person', 'insert', personId, siteId, personFields(role, name)),
    changeOf('credential', 'insert', testId(), siteId, credentialFields(personId)),
  ];
}

/** The first administrator of a device's site: system administrator at an office, else administrator of the site. */
export function firstAdministrator(device: TestDevice): { draft: Draft; persona: Persona } {
  const site = must(device.site, 'an enrolled device');
  const name = `Administrator of ${site.code}`;
  const changes = newPersonChanges(site.id, site.kind === 'office' ? 'SA' : 'AP', name);
  return {
    draft: { command: peopleCommands.createFirstAdministrator.name, lane: 2, changes },
    persona: { id: changes[0].id, name, siteId: site.id },
  };
}

/** Creates and sends the first administrator; they act from then on. */
export async function signUp(device: TestDevice): Promise<Persona> {
  const { draft, persona } = firstAdministrator(device);
  const verdict = await device.run(draft);
  if (verdict.status !== 'applied') throw new Error(`First administrator refused: ${verdict.message}`);
  return persona;
}

export function actorStamp({ id, name }: Pick<Persona, 'id' | 'name'>): Entry['actor'] {
  return { type: 'person', id, name };
}

/** The incident that the report command makes today of somebody, so that tests follow the schema by themselves. */
export function incidentFields(by: Pick<Persona, 'id' | 'name'>, values: JsonObject = {}): JsonObject {
  let made: JsonObject = {};
  const tx = {
    nextNumber: () => 1,
    get: () => undefined,
    find: () => [],
    insert: (entity: { kind: string }, record: JsonObject) => {
      if (entity.kind === 'incident') made = record;
      return record;
    },
    patch: (_entity: unknown, _id: string, changed: JsonObject) => {
      made = { ...made, ...changed };
      return made;
    },
  };
  const { report } = incidentCommands;
  report.run(
    {
      // A report takes a number, inserts, and finds no policy, rota or people.
      tx: tx as unknown as CommandContext['tx'],
      now: isoOf(TEST_START_MS),
      newId: () => RecordId.parse(testId()),
      actor: { type: 'system', id: 'x', siteId: 'x' },
      site: { id: 'x', code: 'AUR', name: 'MV Aurora', kind: 'vessel', timeZone: 'UTC' },
      station: 1,
      urgent: () => undefined,
    },
    report.input.parse({ title: 'Fire in the galley', severity: 'critical', type: 'fire' }),
  );
  const { id: _id, siteId: _siteId, ...fields } = made;
  return { ...fields, reportedById: by.id, reportedByName: by.name, ...values };
}

/** Reports an incident at the device's site; returned with its id, not yet sent. */
export function reportIncident(device: TestDevice, persona: Persona, values: JsonObject = {}): string {
  const id = testId();
  device.append({
    command: 'incidents.report',
    actor: actorStamp(persona),
    changes: [changeOf('incident', 'insert', id, persona.siteId, incidentFields(persona, values))],
  });
  return id;
}

/** A patch of an incident under the command a person would use for it. */
export function patchIncident(
  persona: Persona,
  incident: { id: string; siteId: string; base: number },
  fields: JsonObject,
  command = 'incidents.amend',
): Draft {
  const { id, siteId, base } = incident;
  return {
    command,
    actor: actorStamp(persona),
    changes: [changeOf('incident', 'patch', id, siteId, fields, base)],
  };
}
