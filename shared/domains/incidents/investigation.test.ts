import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '#shared/kernel/ids.ts';
import { DPA, FITTER, InquiryBoard, refusal } from '#tests/support/inquiry-board.ts';
import { MASTER, type TestConsole } from '#tests/support/test-console.ts';
import { incidentCommands as commands } from './commands.ts';
import { incidentQueries as queries } from './queries.ts';

const SHA = 'a'.repeat(64);

let inquiry: InquiryBoard;
let ship: TestConsole;
let id: RecordId;
beforeEach(() => {
  inquiry = new InquiryBoard();
  ({ ship, id } = inquiry);
});
afterEach(() => inquiry.close());

describe('an investigation', () => {
  const cause = (text: string, parentId: RecordId | null = null) =>
    ship.run<{ causeId: RecordId }>(commands.addCause, { id, parentId, text, group: 'equipment' }).causeId;

  it('goes from its start over the tree to a conclusion', () => {
    ship.run(commands.startInvestigation, { id, leadId: MASTER.id, teamIds: [FITTER.id, FITTER.id] });
    const leak = cause('Gasket failed');
    const store = cause('Wrong gasket fitted', leak);
    ship.run(commands.changeInvestigation, { id, factors: ['wrong-spare', 'wrong-spare'], likelihood: 3 });
    expect(refusal(() => ship.run(commands.completeInvestigation, { id }))).toBe('rule-broken causes');
    ship.run(commands.changeCause, { id, causeId: store, isRoot: true });
    expect(refusal(() => ship.run(commands.completeInvestigation, { id }))).toBe('rule-broken summary');
    ship.run(commands.changeInvestigation, { id, summary: 'Spares were mixed up.' });
    ship.run(commands.completeInvestigation, { id });
    expect(inquiry.investigation()).toMatchObject({
      investigation: { state: 'completed', leadName: 'IP master', factors: ['wrong-spare'], likelihood: 3 },
      team: [{ name: 'IT engineer' }],
      causes: [{ text: 'Gasket failed' }, { text: 'Wrong gasket fitted', parentId: leak, isRoot: true }],
    });
    expect(refusal(() => cause('One more'))).toBe('stage-not-allowed');
    ship.run(commands.reopenInvestigation, { id, reason: 'Another leak' });
    cause('One more');
    expect(inquiry.story().slice(1)).toEqual([
      'investigationStartedBy',
      'investigationCompleted',
      'investigationReopened',
    ]);
  });

  it('loses with a cause what lies behind it, and takes none of another incident (INC-32)', () => {
    ship.run(commands.startInvestigation, { id });
    const first = cause('One');
    cause('Three', cause('Two', first));
    cause('Another');
    ship.run(commands.removeCause, { id, causeId: first });
    expect(inquiry.investigation().causes.map(({ text }) => text)).toEqual(['Another']);
    const other = inquiry.reported('Another incident');
    ship.run(commands.startInvestigation, { id: other });
    const causeId = inquiry.investigation().causes[0]?.id;
    expect(refusal(() => ship.run(commands.removeCause, { id: other, causeId }))).toBe('not-found causeId');
  });

  it('goes no deeper than anybody can read (INC-32)', () => {
    ship.run(commands.startInvestigation, { id });
    let parentId: RecordId | null = null;
    for (let depth = 0; depth < 12; depth += 1) parentId = cause(`Why ${depth}`, parentId);
    expect(refusal(() => cause('And why', parentId))).toBe('rule-broken');
  });

  it('may be waived with a reason, and begun after all', () => {
    ship.run(commands.waiveInvestigation, { id, because: 'Known wear' });
    expect(inquiry.investigation().investigation).toMatchObject({
      state: 'not_required',
      notRequiredBecause: 'Known wear',
    });
    ship.run(commands.startInvestigation, { id });
    expect(inquiry.investigation().investigation).toMatchObject({ state: 'open', notRequiredBecause: null });
    expect(refusal(() => ship.run(commands.startInvestigation, { id }))).toBe('stage-not-allowed');
  });

  it('shows of witnesses only in what capacity; who reads a statement is noted in the journal (INC-34)', () => {
    const said = { name: 'Ana Reyes', capacity: 'Oiler on watch', statement: 'I heard a bang.' };
    const { witnessId } = ship.run<{ witnessId: RecordId }>(commands.takeStatement, { id, ...said });
    expect(JSON.stringify(inquiry.investigation().witnesses)).not.toContain('Ana');
    expect(JSON.stringify(ship.queries.run(queries.detail, { id }, MASTER))).not.toContain('Ana');
    const before = ship.store.journal.head().seq;
    const read = ship.queries.run(queries.statement, { id, witnessId }, MASTER);
    expect(read).toMatchObject(said);
    expect(ship.store.journal.head().seq).toBe(before + 1);
    expect(refusal(() => ship.queries.run(queries.statement, { id, witnessId }, FITTER))).toBe('forbidden');
    ship.run(commands.changeStatement, { id, witnessId, ...said, contact: '', statement: 'Two bangs.' });
    expect(ship.queries.run(queries.statement, { id, witnessId }, MASTER)).toMatchObject({
      statement: 'Two bangs.',
    });
  });

  it('keeps the hash of a file as it was taken, and every hand-over in order (INC-35)', () => {
    const file = { sha256: SHA, sizeBytes: 3, mediaType: 'image/png', fileName: 'gasket.png' };
    ship.run(commands.attachFile, { id, file });
    const attachmentId = inquiry.investigation().files[0]?.id;
    const { evidenceId } = ship.run<{ evidenceId: RecordId }>(commands.takeEvidence, {
      id,
      description: 'Gasket, photographed',
      attachmentId,
    });
    for (const to of ['Chief engineer', 'Maker']) {
      ship.run(commands.handEvidenceOver, { id, evidenceId, to });
    }
    expect(inquiry.investigation().evidence).toMatchObject([
      { sha256: SHA, attachmentId, custody: [{ to: 'Chief engineer' }, { to: 'Maker' }] },
    ]);
    const other = inquiry.reported('Another incident');
    const foreign = { id: other, description: 'x', attachmentId };
    expect(refusal(() => ship.run(commands.takeEvidence, foreign))).toBe('not-found attachmentId');
  });

  it('is handed over in one’s own name, asks the server (INC-35)', () => {
    const hand = (byName: string) => ({ at: '2026-03-01T03:00:00.000Z', to: 'Maker', byName, note: '' });
    const claim = (...custody: object[]) =>
      ({
        actor: MASTER,
        writes: [
          {
            kind: 'incident-evidence',
            op: 'patch',
            before: { custody: [hand(DPA.name)] },
            after: { custody: [hand(DPA.name), ...custody] },
          },
        ],
      }) as never;
    const { check } = commands.handEvidenceOver;
    expect(() => check?.(claim(hand(MASTER.name)))).not.toThrow();
    expect(refusal(() => check?.(claim({ ...hand(DPA.name), to: 'Owner' })))).toBe('forbidden custody');
  });
});
