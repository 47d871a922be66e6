import { firstValueFrom, skip } from 'rxjs';
import { createAuditNotes } from '#host/audit/audit-notes.ts';
import { CommandRunner } from '#host/commands/command-runner.ts';
import { openCollections } from '#host/store/collections.ts';
import type { Store } from '#host/store/store.ts';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incident } from '#shared/domains/incidents/schema.ts';
import { OPEN_STAGES } from '#shared/domains/incidents/states.ts';
import { must } from '#shared/kernel/assert.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import { incidentAt, siteIds } from './incidents.ts';
import { type Question, READER } from './questions.ts';

const WRITES = 200;
const SHOWN = 50;
const ACTOR = { type: 'person', id: 'bench', name: 'Bench' } as const;

/** Durable commits with journal, search index and statistics: an insert, and a command with all its rules. */
export function writeQuestions(store: Store, clock: Clock, rows: number): Question[] {
  const commands = new CommandRunner(store, clock, createAuditNotes(store, clock));
  return [
    {
      name: 'insert of one incident through transact()',
      targetMs: 10,
      aimMs: 1,
      runs: WRITES,
      ask: (run) => insert(store, rows + run, rows),
    },
    {
      name: 'command incident.report (rules, incident, timeline)',
      targetMs: 10,
      aimMs: 1,
      runs: WRITES,
      ask: (run) =>
        void commands.run(
          incidentCommands.report,
          { input: { title: `Report ${run}`, severity: 'high', place: 'Bridge' } },
          READER,
        ),
    },
  ];
}

/** From the insert to the new answer of a live query: the newest open incidents of a site. */
export async function liveQuestion(
  store: Store,
  rows: number,
): Promise<{ question: Question; close(): Promise<void> }> {
  const { collections, close } = await openCollections(store);
  const siteId = must(siteIds[3], 'a site');
  const query = must(collections.incidents, 'the collection').find({
    selector: { kind: 'incident', siteId, stage: { $in: [...OPEN_STAGES] } },
    sort: [{ id: 'desc' }],
    limit: SHOWN,
  });
  const subscription = query.$.subscribe();
  await firstValueFrom(query.$);
  return {
    question: {
      name: 'live query: from the insert to its new answer',
      targetMs: 5,
      aimMs: 5,
      runs: WRITES,
      async ask(run) {
        const next = firstValueFrom(query.$.pipe(skip(1)));
        insert(store, rows + WRITES + run, rows, {
          siteId,
          stage: 'reported',
          resolvedAt: null,
          closedAt: null,
        });
        await next;
      },
    },
    async close() {
      subscription.unsubscribe();
      await close();
    },
  };
}

function insert(store: Store, index: number, rows: number, fields: object = {}): void {
  const { kind, ...record } = incidentAt(index, rows);
  store.transact(
    {
      actor: ACTOR,
      command: 'bench.insert',
      label: { key: 'bench.insert', params: {} },
      lane: () => 1,
      input: {},
    },
    (tx) => tx.insert(incident, { ...record, ...fields }),
  );
}
