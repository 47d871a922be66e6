import { expect } from 'vitest';
import type { TestDevice } from './test-device.ts';
import { TestServer } from './test-server.ts';
import { actorStamp, newPersonChanges, type Persona, signUp } from './work.ts';

export type CrewedVessel = {
  readonly server: TestServer;
  readonly vessel: TestDevice;
  /** The first administrator aboard. */
  readonly master: Persona;
};

export type VesselAndOffice = CrewedVessel & { readonly office: TestDevice; readonly dpa: Persona };

/** A new server with one vessel at it, which has an administrator. */
export async function crewedVessel(): Promise<CrewedVessel> {
  const server = await TestServer.start();
  const vessel = await server.enrolled('AUR');
  return { server, vessel, master: await signUp(vessel) };
}

/** A vessel and its office, which have exchanged what they are. */
export async function vesselAndOffice(): Promise<VesselAndOffice> {
  const server = await TestServer.start();
  const vessel = await server.enrolled('AUR');
  const office = await server.enrolled('OFF');
  const master = await signUp(vessel);
  const dpa = await signUp(office);
  await vessel.exchange();
  await office.exchange();
  return { server, vessel, office, master, dpa };
}

/** Adds a person with a role aboard, by an administrator of the vessel, and acts as them. */
export async function addPerson(vessel: TestDevice, by: Persona, role: string): Promise<Persona> {
  const changes = newPersonChanges(by.siteId, role, `Person ${role}`);
  const verdict = await vessel.run({ command: 'people.add', actor: actorStamp(by), changes });
  expect(verdict).toMatchObject({ status: 'applied' });
  return { id: changes[0].id, name: `Person ${role}`, siteId: by.siteId };
}
