import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { type Incident, incident } from '#shared/domains/incidents/schema.ts';
import { type IncidentAction, incidentAction } from '#shared/domains/incidents/schema/action.ts';
import { person } from '#shared/domains/people/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { receive } from './receive.ts';
import { MASTER, personActor, type TestConsole, testConsole } from './test-console.ts';

type Detail = ReturnType<typeof incidentQueries.detail.run>;
type Investigation = ReturnType<typeof incidentQueries.investigation.run>;

export const FITTER = { ...personActor('IT', 'engineer'), id: '01950000-0000-7000-8000-000000000201' };
export const DPA = personActor('IC', 'dpa');

/** A ship's console with one incident that is looked into, and those who do. */
export class InquiryBoard {
  readonly ship: TestConsole = testConsole();
  /** The incident that everything is about, unless told. */
  readonly id: RecordId;

  constructor() {
    const known = { createdAt: '2026-01-01T00:00:00.000Z', active: true, granted: [], denied: [] };
    for (const { id, name, role, jobProfile, siteId } of [FITTER, MASTER, DPA]) {
      const base = { id, kind: person.kind, siteId, name, role, jobProfile };
      receive(this.ship, 'people', { ...base, ...known, signInName: name.replace(' ', '.') });
    }
    this.id = this.reported('Gasket of the separator leaks');
  }

  close(): void {
    this.ship.close();
  }

  reported(title: string, input: object = {}): RecordId {
    const said = { title, severity: 'low', ...input };
    return this.ship.run<{ id: RecordId }>(incidentCommands.report, said).id;
  }

  stand(id = this.id): Incident {
    return must(this.ship.store.record(incident, id), 'the incident');
  }

  /** Gives an action to be done. */
  add(input: object = {}): RecordId {
    const made = { id: this.id, text: 'Check all gaskets in the store', ...input };
    return this.ship.run<{ actionId: RecordId }>(incidentCommands.addAction, made).actionId;
  }

  actionOf(actionId: RecordId): IncidentAction {
    return must(this.ship.store.record(incidentAction, actionId), 'the action');
  }

  investigation(): Investigation {
    return this.ship.queries.run<Investigation>(incidentQueries.investigation, { id: this.id }, MASTER);
  }

  story(id = this.id) {
    return this.ship.queries
      .run<Detail>(incidentQueries.detail, { id }, MASTER)
      .timeline.map(({ labelKey }) => labelKey.split('.').at(-1));
  }
}

/** The code of a refusal, and the field that it is about. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.details.field ?? ''}`.trim();
    throw error;
  }
  throw new Error('it was not refused');
}
