import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incidentCommands } from '#shared/domains/incidents/commands.ts';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { incidentEvent } from '#shared/domains/incidents/schema.ts';
import { usedCollections } from '#shared/domains/registry.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Command } from '#shared/kernel/define-command.ts';
import type { StoredRecord } from '#shared/kernel/define-entity.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { AURORA, MASTER, recordId } from '#tests/support/test-console.ts';
import { recordBatches } from '../record-batches.ts';
import { recordInText } from '../record-writer.ts';
import { verifyRollUps } from '../roll-ups/verify.ts';
import { archivedBatches } from './archived-records.ts';
import { archiveProblems } from './month-copies.ts';
import { ArchiveBoard } from '#tests/support/archive-board.ts';

const { report, acknowledge, comment, amend, attachFile, resolve, close, reopen, setSeverity } =
  incidentCommands;
const WORDS = ['hose', 'pump', 'galley', 'anchor'];
const SHA256 = 'ab'.repeat(32);

/** A console on which ids come in order, so that two that are told the same hold the same. */
class Twin extends ArchiveBoard {
  readonly reported: string[] = [];
  #ids = 0;

  do({ what, which, word }: Step): string {
    const id = this.reported[which % Math.max(1, this.reported.length)] ?? '';
    switch (what) {
      case 'report':
        return this.#run(report, { title: `The ${word}`, severity: which % 2 === 0 ? 'medium' : 'low' });
      case 'end':
        return [
          this.#run(acknowledge, { id }),
          this.#run(resolve, { id, resolution: `Mended the ${word}` }),
          this.#run(close, { id, rootCause: 'A hose', correctiveAction: 'A new one' }),
        ].join();
      case 'reopen':
        return this.#run(reopen, { id, reason: `Not the ${word}` });
      case 'comment':
        return this.#run(comment, { id, text: `More of the ${word}` });
      case 'amend':
        return this.#run(amend, { id, title: `Rather the ${word}` });
      case 'severity':
        return this.#run(setSeverity, { id, severity: 'medium' });
      case 'attach': {
        const file = { sha256: SHA256, sizeBytes: 9, mediaType: 'image/png', fileName: `${word}.png` };
        return this.#run(attachFile, { id, file });
      }
      case 'delta':
        return this.#receive(id, (record) => ({ ...record, place: `By the ${word}` }));
      case 'part':
        return this.#receivePart(id, word);
      case 'delete':
        return this.#delete(id);
      case 'days':
        this.days(which * 20);
        return '';
      case 'answer':
        this.answered();
        return '';
    }
  }

  #newId(): string {
    this.#ids += 1;
    return `01950000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  #run(command: Command, input: object): string {
    const ids = this.#ids;
    const now = isoOf(this.board.clock.now());
    const actor = { type: 'person', id: 'x', name: 'X' } as const;
    try {
      const { result } = this.store.transact(
        { actor, command: command.name, label: { key: command.name }, lane: () => 1, input: {} },
        (tx) =>
          command.run(
            {
              tx,
              now,
              newId: () => recordId(this.#newId()),
              actor: MASTER,
              site: AURORA,
              station: 1,
              urgent: () => undefined,
            },
            command.input.parse(input),
          ),
      );
      const { id } = z.object({ id: z.string() }).parse(result);
      if (command.name === report.name) this.reported.push(id);
      return id;
    } catch (error) {
      this.#ids = ids;
      if (error instanceof DomainError) return error.code;
      if (error instanceof z.ZodError) return 'invalid';
      throw error;
    }
  }

  #receive(id: string, changed: (record: StoredRecord) => StoredRecord): string {
    return this.store.receive((writer, tell) => {
      const here = writer.read('incidents', id);
      if (here !== undefined) tell(writer.write('incidents', changed(here), false));
      return here === undefined ? 'absent' : 'changed';
    });
  }

  #receivePart(id: string, word: string): string {
    const part = incidentEvent.schema.parse({
      kind: incidentEvent.kind,
      id: this.#newId(),
      siteId: AURORA.id,
      incidentId: id,
      type: 'escalated',
      at: isoOf(this.board.clock.now()),
      byId: 'x',
      byName: 'X',
      consoleSiteId: AURORA.id,
      consoleSiteName: AURORA.name,
      labelKey: 'x',
      labelParams: {},
      text: `From ashore: the ${word}`,
    });
    // A record of its schema is made of JSON values.
    this.store.receive((writer, tell) =>
      tell(writer.write('incidents', part as unknown as StoredRecord, false)),
    );
    return 'arrived';
  }

  #delete(id: string): string {
    return this.store.receive((writer, tell) => {
      const here = writer.read('incidents', id);
      if (here !== undefined) tell(writer.write('incidents', here, true));
      return here === undefined ? 'absent' : 'deleted';
    });
  }

  /** Statistics and search made anew from what there is. */
  rebuild(): void {
    for (const build of this.readModels.rollUps.builds) build.restart();
    this.readModels.index.build.restart();
  }

  buildStep(): boolean {
    return this.readModels.builds.work();
  }

  everything() {
    const { db } = this.store;
    const row = z.record(z.string(), z.unknown());
    while (this.buildStep());
    expect(verifyRollUps(db).differences).toEqual([]);
    const records = usedCollections().flatMap((collection) => [
      ...[...recordBatches(db, collection)].flat().map(({ record }) => record),
      ...[...archivedBatches(db, { collection })].flat().map(({ data }) => recordInText(data)),
    ]);
    return {
      records: records.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      details: this.reported.map((id) => this.detail(id)),
      statistics: this.store.all(row, 'SELECT * FROM incident_statistics'),
      found: WORDS.map((text) =>
        this.readModels.search
          .find(MASTER, { text, limit: 50 })
          .found.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
      ),
      timers: this.store.all(row, 'SELECT id, dueAtMs FROM timer ORDER BY id'),
      numbers: this.store.all(row, 'SELECT * FROM counter'),
      changes: this.store
        .all(z.object({ entry: z.string() }), 'SELECT entry FROM journal ORDER BY seq')
        .map(({ entry }) => z.object({ changes: z.unknown() }).parse(JSON.parse(entry))),
      chain: this.store.journal.verify(),
    };
  }

  detail(id: string): unknown {
    try {
      const answer = this.board.queries.run<{ archivedIn: string | null }>(
        incidentQueries.detail,
        { id },
        MASTER,
      );
      return { ...answer, archivedIn: null };
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }
}

const WHAT = ['report', 'end', 'reopen', 'comment', 'amend', 'severity', 'attach'] as const;
const FROM_OUTSIDE = ['delta', 'part', 'delete', 'days', 'answer'] as const;
type Step = {
  readonly what: (typeof WHAT)[number] | (typeof FROM_OUTSIDE)[number];
  readonly which: number;
  readonly word: string;
};
type Own = 'archive' | 'archive-all' | 'restart' | 'read' | 'rebuild' | 'build';

const which = fc.nat({ max: 9 });
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...WHAT, 'end', 'end', 'days', 'answer', 'answer', ...FROM_OUTSIDE),
  which,
  word: fc.constantFrom(...WORDS),
});
const own: fc.Arbitrary<Own> = fc.constantFrom(
  'archive',
  'archive-all',
  'archive-all',
  'restart',
  'read',
  'rebuild',
  'build',
);
/** Some incidents that ended long ago, and some that have not. */
const history: readonly Step[] = [
  ...[0, 1, 2, 3].map((one) => ({ what: 'report', which: one, word: WORDS[one] ?? '' }) as const),
  ...[0, 1, 2].map((one) => ({ what: 'end', which: one, word: 'pump' }) as const),
  { what: 'days', which: 5, word: '' },
];
const life = fc
  .array(fc.oneof({ weight: 3, arbitrary: step }, { weight: 2, arbitrary: own }), {
    minLength: 10,
    maxLength: 35,
  })
  .map((steps) => [...history, ...steps]);

describe('a console with an archive', () => {
  it('holds, counts and finds the same as one without, whatever happens in whatever order', () => {
    let archivedInAll = 0;
    let cameBack = 0;
    fc.assert(
      fc.property(life, (steps) => {
        const [kept, archived] = [new Twin(), new Twin()];
        try {
          let inArchive = 0;
          for (const one of steps) {
            if (typeof one === 'string') doOwn(archived, one);
            else expect(archived.do(one)).toBe(kept.do(one));
            const now = Number(
              archived.store.db.prepare('SELECT count(*) FROM archived_record').pluck().get(),
            );
            if (now > inArchive) archivedInAll += now - inArchive;
            else cameBack += inArchive - now;
            inArchive = now;
          }
          expect(archived.everything()).toEqual(kept.everything());
          expect(archiveProblems(archived.file, {})).toEqual([]);
        } finally {
          kept.remove();
          archived.remove();
        }
      }),
      { seed: 20260401, numRuns: 20 },
    );
    // Else this would prove nothing.
    expect([archivedInAll > 200, cameBack > 100]).toEqual([true, true]);
  }, 120_000);
});

function doOwn(twin: Twin, what: Own): void {
  switch (what) {
    case 'archive':
      twin.archive({ recordsMax: 5 });
      return;
    case 'archive-all':
      twin.answered();
      twin.archive({ recordsMax: 5 });
      return;
    case 'restart':
      twin.restart();
      return;
    case 'read':
      for (const id of twin.reported) twin.detail(id);
      return;
    case 'rebuild':
      twin.rebuild();
      return;
    case 'build':
      twin.buildStep();
  }
}
