import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { peopleCommands } from '#shared/domains/people/commands.ts';
import { AURORA, type TestConsole, testConsole } from './test-console.ts';
import { NOBODYS_HASH } from './passphrase-hash.ts';
import { openReader } from '#host/store/open-reader.ts';
import { openReadModels } from '#host/store/read-models.ts';
import type { SqliteConnection } from '#host/store/connection.ts';
import { jobContext, stepsOf } from '#host/workers/job.ts';
import { jobs } from '#host/workers/jobs.ts';
import type { HostServices } from '#host/services.ts';
import { type AuditNotes, createAuditNotes } from '#host/audit/audit-notes.ts';
import { createJournalService, type JournalService } from '#host/audit/journal-service.ts';
import { compression } from '#host/sync/compression.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { Store } from '#host/store/store.ts';
import type { ServerLink } from '#host/sync/server-link.ts';
import { unreachable } from '#host/sync/transport.ts';
import { decodeValue, encodeFrame } from '#shared/sync/codec.ts';

export type JournalBoard = {
  readonly board: TestConsole;
  readonly file: string;
  readonly notes: AuditNotes;
  readonly journal: JournalService;
  /** What a server would answer; without it there is none. */
  answer: ((request: object) => object) | undefined;
  report(title: string): { id: string; number: string };
  /** The first administrator, with salt `a…` and hash `b…` of a passphrase. */
  signUp(name: string): void;
  close(): void;
};

/** A console on the disk and its journal as people read it. */
export function journalBoard(): JournalBoard {
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-journal-'));
  const file = path.join(folder, 'console.sqlite');
  const board = testConsole({ file });
  const { store, clock } = board;
  const answers: Pick<JournalBoard, 'answer'> = { answer: undefined };
  const link = () => linkTo(() => answers.answer);
  const { notes, service } = journalOf({ store, clock, folder, link });
  return Object.assign(answers, {
    board,
    file,
    notes,
    journal: service,
    report: (title: string) =>
      board.run<{ id: string; number: string }>(incidentCommands.report, { title, severity: 'high' }),
    signUp: (name: string) =>
      board.run<void>(
        peopleCommands.createFirstAdministrator,
        {
          personId: '01950000-0000-7000-8000-000000000301',
          name,
          signInName: 'admin',
          passphrase: NOBODYS_HASH,
        },
        { type: 'system', id: 'device', siteId: AURORA.id },
      ),
    close() {
      board.close();
      rmSync(folder, { recursive: true });
    },
  });
}

/** The journal of a store on the disk; jobs run in this thread, on connections of their own. */
export function journalOf({
  store,
  clock,
  folder,
  link,
}: {
  readonly store: Store;
  readonly clock: Clock;
  readonly folder: string;
  readonly link: () => ServerLink;
}): { readonly notes: AuditNotes; readonly service: JournalService } {
  const file = store.db.name;
  const { search } = openReadModels(store, clock);
  const notes = createAuditNotes(store, clock);
  const runJob = async (name: keyof typeof jobs, input: unknown) => {
    let db: SqliteConnection | undefined;
    const open = () => (db ??= openReader(file, {}));
    const steps = stepsOf({ isCancelled: () => false });
    try {
      // As the pool does: name and input belong together.
      return await jobs[name](jobContext({ connection: { file }, open, steps }), input as never);
    } finally {
      db?.close();
    }
  };
  const { service } = createJournalService({
    store,
    clock,
    dataFolder: folder,
    notes,
    link,
    services: {
      search: (actor, input) => search.find(actor, input),
      // Typed by the same table of jobs.
      runJob: runJob as HostServices['runJob'],
    },
  });
  return { notes, service };
}

function linkTo(answerOf: () => JournalBoard['answer']): ServerLink {
  return {
    async send({ body }) {
      const answer = answerOf();
      if (answer === undefined) throw unreachable('there is none');
      const request = decodeValue(body ?? new Uint8Array(), compression);
      // Requests are objects.
      const frame = encodeFrame(answer(request as object), compression);
      return { status: 200, headers: { 'content-type': 'application/cbor' }, body: frame };
    },
  };
}
