import type { PersonActor } from '#shared/access/can.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { type Incident, incident } from '#shared/domains/incidents/schema.ts';
import { must } from '#shared/kernel/assert.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { receive } from './receive.ts';
import { AURORA, MASTER, type TestConsole, testConsole } from './test-console.ts';

type Ladder = ReturnType<typeof incidentQueries.ladder.run>;
type Detail = ReturnType<typeof incidentQueries.detail.run>;

/** A ship's console with people who can be called, and what came of the calls. */
export class LadderBoard {
  readonly ship: TestConsole = testConsole();

  close(): void {
    this.ship.close();
  }

  person(name: string, jobProfile: string, more: object = {}): PersonActor & { siteId: string } {
    const record = {
      id: newId(),
      kind: 'person',
      siteId: AURORA.id,
      name,
      signInName: name.toLowerCase(),
      role: 'IP',
      jobProfile,
      active: true,
      granted: [],
      denied: [],
      createdAt: '2026-01-01T00:00:00.000Z',
      ...more,
    };
    receive(this.ship, 'people', record);
    const { id, siteId } = record;
    return { ...MASTER, id, name, siteId, jobProfile: jobProfile === 'dpa' ? 'dpa' : 'crew' };
  }

  rota(level: number, people: readonly { readonly id: string }[]): string {
    const id = newId();
    receive(this.ship, 'incidents', {
      id,
      kind: 'incident-rota',
      siteId: AURORA.id,
      name: `Level ${level}`,
      level,
      personIds: people.map((one) => one.id),
      turnHours: 12,
      startsOn: '2026-03-01',
      handOverMinute: 0,
      isActive: true,
    });
    return id;
  }

  reported(severity = 'critical', more: object = {}): RecordId {
    const input = { title: 'Fire in the galley', severity, ...more };
    return this.ship.run<{ id: RecordId }>(incidentCommands.report, input).id;
  }

  stand(id: RecordId): Incident {
    return must(this.ship.store.record(incident, id), 'the incident');
  }

  ladder(id: RecordId): Ladder {
    return this.ship.queries.run<Ladder>(incidentQueries.ladder, { id }, MASTER);
  }

  /** What happened, with the time of each. */
  story(id: RecordId): string[] {
    const { timeline } = this.ship.queries.run<Detail>(incidentQueries.detail, { id }, MASTER);
    return timeline.map((event) => `${event.at.slice(11, 16)} ${event.labelKey.split('.').at(-1)}`);
  }
}

let ids = 0;
export function newId(): string {
  ids += 1;
  return `01950000-0000-7000-8000-0000000a${String(ids).padStart(4, '0')}`;
}
