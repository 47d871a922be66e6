import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#shared/access/can.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, personActor, recordId, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { attachment } from '../../files/schema.ts';
import { incidentCommands } from '../commands.ts';
import { incident, incidentEvent } from '../schema.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { type FactFields, incidentFacts, NO_FACTS } from '../schema/facts.ts';

const { report, attachFile, assessReportability, addDuty, recordReport, reviewDuty, setComplianceStatus } =
  incidentCommands;
const DPA = personActor('IC', 'dpa');

let board: TestConsole;
let id: RecordId;
beforeEach(() => {
  board = testConsole();
  id = board.run<{ id: RecordId }>(report, { title: 'Steering lost', severity: 'high', type: 'other' }).id;
});
afterEach(() => board.close());

function assess(facts: Partial<FactFields> = {}): void {
  board.run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true, ...facts });
}

function entries(): readonly ComplianceEntry[] {
  return board.store.reading(() =>
    board.store.find(complianceEntry, { incidentId: id }).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  );
}

function entry(ruleId: string): ComplianceEntry {
  const found = entries().find((one) => one.ruleId === ruleId);
  if (found === undefined) throw new Error(`no duty ${ruleId}`);
  return found;
}

function owed(): string[] {
  return entries().flatMap(({ ruleId, withdrawnAt }) => (withdrawnAt === null ? [ruleId ?? '-'] : []));
}

function told(): string[] {
  return board.store
    .find(incidentEvent, { incidentId: id })
    .filter(({ type }) => type === 'compliance')
    .map(({ at, labelKey, labelParams }) =>
      [at.slice(5, 16).replace('T', ' '), labelKey.split('.').at(-1), labelParams['requirement']]
        .join(' ')
        .trim(),
    );
}

function refused(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.details.field ?? ''}`.trim();
    throw error;
  }
  throw new Error('it was not refused');
}

const REPORT = {
  authority: 'USCG Sector',
  reportedAt: '2026-03-01T03:10:00.000Z',
  reference: 'NRC 1',
  documents: [],
};
function recorded(ruleId: string, changes: object = {}, actor: Actor = MASTER): void {
  board.run(recordReport, { id, entryId: entry(ruleId).id, ...REPORT, ...changes }, actor);
}

describe('assessing who must be told', () => {
  it('INC-41: makes each duty once, however often it is done, and says that the incident is reportable', () => {
    assess();
    const first = entries();
    assess();
    expect(entries()).toEqual(first);
    expect(owed()).toEqual([
      'ism-9.1',
      'ism-9.2',
      'solas-xi-1-6',
      'solas-i-11c',
      'marpol-protocol-i',
      'imo-circ-4',
      'us-46-4.05-1',
      'us-46-4.05-10',
    ]);
    expect(board.store.record(incident, id)?.isReportable).toBe(true);
    expect(board.store.find(incidentFacts, { incidentId: id })).toHaveLength(1);
  });

  it('keeps what people entered, and withdraws only duties that nobody touched', () => {
    assess();
    recorded('us-46-4.05-1');
    assess({ lostControl: false, flagState: null });
    expect(owed()).toEqual(['ism-9.1', 'ism-9.2', 'imo-circ-4', 'us-46-4.05-1']);
    expect(entry('us-46-4.05-1')).toMatchObject({ reportedAt: REPORT.reportedAt, reference: 'NRC 1' });
    assess();
    expect(owed()).toHaveLength(8);
    expect(entries()).toHaveLength(8);
  });

  it('counts from when it happened', () => {
    assess({ occurredAt: '2026-02-28T00:00:00.000Z' });
    expect(entry('us-46-4.05-10').reportDueAt).toBe('2026-03-05T00:00:00.000Z');
  });

  it('is not for drills, of which no authority is told', () => {
    const { id: drill } = board.run<{ id: RecordId }>(report, {
      title: 'Drill',
      severity: 'low',
      isDrill: true,
    });
    expect(refused(() => board.run(assessReportability, { id: drill, ...NO_FACTS }))).toBe('rule-broken');
  });

  it('is not for everybody', () => {
    expect(
      refused(() => board.run(assessReportability, { id, ...NO_FACTS }, personActor('IT', 'crew'))),
    ).toBe('forbidden');
  });
});

describe('deadlines towards authorities', () => {
  it('INC-43: remind at half of the time and a day before, and are overdue once', () => {
    assess();
    const days = 6;
    for (let hour = 0; hour < days * 24; hour += 1) {
      board.clock.advanceMinutes(60);
      board.timers.runDue();
    }
    expect(told().filter((line) => line.endsWith('46 CFR 4.05-10'))).toEqual([
      '03-03 15:10 dutyNear 46 CFR 4.05-10',
      '03-05 03:10 dutyNear 46 CFR 4.05-10',
      '03-06 03:10 dutyOverdue 46 CFR 4.05-10',
    ]);
    expect(entry('us-46-4.05-10').overdueAt).toBe('2026-03-06T03:10:00.000Z');
  });

  it('are quiet once it was reported, or does not apply', () => {
    assess();
    recorded('us-46-4.05-10');
    const { id: entryId } = entry('us-46-4.05-1');
    expect(refused(() => board.run(setComplianceStatus, { id, entryId, status: 'not_applicable' }))).toBe(
      'rule-broken note',
    );
    board.run(setComplianceStatus, { id, entryId, status: 'not_applicable', note: 'Public vessel.' });
    board.clock.advanceMinutes(10 * 24 * 60);
    board.timers.runDue();
    expect(told().filter((line) => line.includes('46 CFR') && line.includes('Overdue'))).toEqual([]);
  });
});

describe('a report', () => {
  it('names its documents, which are files of the incident', () => {
    assess();
    const file = { sha256: 'ab'.repeat(32), sizeBytes: 3, mediaType: 'image/png', fileName: 'form.png' };
    const attached = board.run<{ attachmentId?: RecordId }>(attachFile, { id, file });
    expect(attached).toBeDefined();
    expect(
      refused(() =>
        recorded('us-46-4.05-1', { documents: [recordId('01950000-0000-7000-8000-00000000dead')] }),
      ),
    ).toBe('rule-broken documents');
    expect(refused(() => recorded('us-46-4.05-1', { reportedAt: '2027-01-01T00:00:00.000Z' }))).toBe(
      'rule-broken reportedAt',
    );
  });

  it('INC-47: brings its receipts along, which are documents of the incident from then on', () => {
    assess();
    const receipt = {
      sha256: 'cd'.repeat(32),
      sizeBytes: 3,
      mediaType: 'application/pdf',
      fileName: 'ack.pdf',
    };
    recorded('us-46-4.05-1', { receipts: [receipt] });
    const files = board.store.find(attachment, { ownerId: id });
    expect(files).toEqual([
      expect.objectContaining({ ...receipt, fileKind: 'document', ownerCollection: 'incidents' }),
    ]);
    expect(entry('us-46-4.05-1').documents).toEqual(files.map((file) => file.id));
    expect(
      refused(() =>
        recorded('us-46-4.05-10', { receipts: [receipt] }, { ...MASTER, denied: ['files.attach'] }),
      ),
    ).toBe('forbidden');
    expect([board.store.find(attachment, { ownerId: id }).length, entry('us-46-4.05-10').reportedAt]).toEqual(
      [1, null],
    );
  });

  it('INC-44: is reviewed by somebody else than who reported it, and stands from then on', () => {
    assess();
    recorded('us-46-4.05-1');
    const review = { id, entryId: entry('us-46-4.05-1').id, status: 'compliant', notes: 'Seen the log.' };
    expect(refused(() => board.run(reviewDuty, review))).toBe('rule-broken');
    board.run(reviewDuty, review, DPA);
    expect(entry('us-46-4.05-1')).toMatchObject({ status: 'compliant', reviewedByName: 'IC dpa' });
    expect(refused(() => recorded('us-46-4.05-1'))).toBe('rule-broken');
    const unreported = { ...review, entryId: entry('us-46-4.05-10').id };
    expect(refused(() => board.run(reviewDuty, unreported, DPA))).toBe('rule-broken status');
  });

  it('can be owed to somebody whom no rule of ours knows', () => {
    const duty = {
      framework: 'OTHER',
      requirement: 'Charter party cl. 42',
      because: 'The charterer wants to know.',
      authority: 'Charterer',
      mustReport: true,
      reportDueAt: '2026-03-02T00:00:00.000Z',
      form: null,
    };
    board.run(addDuty, { id, ...duty });
    assess({ lostControl: false });
    expect(entries().find(({ ruleId }) => ruleId === null)).toMatchObject({ ...duty, withdrawnAt: null });
  });
});
