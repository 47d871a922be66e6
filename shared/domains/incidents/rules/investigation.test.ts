import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOf, msOf } from '../../../kernel/clock.ts';
import { ACTION_KINDS, ACTION_STATES } from '../schema/action.ts';
import { CAUSE_GROUPS, INVESTIGATION_STATES } from '../schema/investigation.ts';
import { causeTree, nodesOf, rootCauseText, withAllBelow } from './cause-tree.ts';
import { closingGaps, type ClosingStand } from './closing.ts';
import { CONTRIBUTING_FACTORS, FACTOR_CODES, factorText } from './factors.ts';
import { nextReminderAt } from './reminders.ts';
import { RISK_BANDS, RISK_SCALE, riskBand } from './risk.ts';
import { HOUR_MS } from '../../../kernel/durations.ts';

const SEED = 20_261_121;

const links = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc.record({
        id: fc.constant(`c${id}`),
        // Of itself, of one that is gone, or round in a circle: two consoles may have made anything of it.
        parentId: fc.option(fc.integer({ min: 0, max: 34 }).map((parent) => `c${parent}`)),
      }),
    ),
  ),
);

describe('the tree of causes (INC-32)', () => {
  it('shows each cause once, without circles, whatever the records say of their parents', () => {
    fc.assert(
      fc.property(links, (causes) => {
        const nodes = nodesOf(causeTree(causes));
        expect(nodes.map(({ cause }) => cause.id).toSorted()).toEqual(causes.map(({ id }) => id).toSorted());
        for (const { cause, children, depth } of nodes) {
          for (const child of children) {
            expect([child.cause.parentId, child.depth]).toEqual([cause.id, depth + 1]);
          }
        }
      }),
      { seed: SEED },
    );
  });

  it('takes out with a cause what lies behind it, and leaves every other one its parent', () => {
    fc.assert(
      fc.property(links, (causes) => {
        for (const { id } of causes) {
          const gone = new Set(withAllBelow(causes, id).map((cause) => cause.id));
          expect(gone.has(id)).toBe(true);
          const before = nodesOf(causeTree(causes));
          for (const { cause, children } of before) {
            if (gone.has(cause.id)) expect(children.every((child) => gone.has(child.cause.id))).toBe(true);
          }
        }
      }),
      { seed: SEED },
    );
  });

  it('says all causes that are marked as root causes', () => {
    const causes = [
      { text: 'Gasket failed', isRoot: false },
      { text: 'Wrong gasket in the store', isRoot: true },
      { text: 'Nobody checked the delivery', isRoot: true },
    ];
    expect(rootCauseText(causes)).toBe('Wrong gasket in the store\nNobody checked the delivery');
  });
});

describe('the risk matrix (INC-33)', () => {
  it('never falls when likelihood or consequence grows, and uses every band', () => {
    const bands = RISK_SCALE.map((likelihood) =>
      RISK_SCALE.map((consequence) => RISK_BANDS.indexOf(riskBand(likelihood, consequence))),
    );
    expect(bands).toEqual([
      [0, 0, 0, 0, 1],
      [0, 0, 1, 1, 2],
      [0, 1, 1, 2, 3],
      [0, 1, 2, 3, 3],
      [1, 2, 3, 3, 3],
    ]);
  });
});

describe('contributing factors', () => {
  it('are 30 to 40, each with a code of its own that a record can hold', () => {
    const codes = CAUSE_GROUPS.flatMap((group) => Object.keys(CONTRIBUTING_FACTORS[group]));
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThanOrEqual(30);
    expect(codes.length).toBeLessThanOrEqual(40);
    expect(codes.every((code) => /^[a-z][a-z-]{1,39}$/.test(code))).toBe(true);
    expect(codes).toEqual(FACTOR_CODES);
    expect([factorText('tired'), factorText('of-a-newer-program')]).toEqual([
      'Tired or short of rest',
      'of-a-newer-program',
    ]);
  });
});

const stands: fc.Arbitrary<ClosingStand> = fc.record({
  incident: fc.record({
    mergedIntoId: fc.constantFrom(null, 'other'),
    requiresInvestigation: fc.boolean(),
  }),
  investigation: fc.option(fc.record({ state: fc.constantFrom(...INVESTIGATION_STATES) }), {
    nil: undefined,
  }),
  actions: fc.array(
    fc.record({
      actionKind: fc.constantFrom(...ACTION_KINDS),
      state: fc.constantFrom(...ACTION_STATES),
    }),
    { maxLength: 4 },
  ),
  rootCause: fc.constantFrom('', 'Grease'),
  correctiveAction: fc.constantFrom('', 'Cleaned'),
  noActionBecause: fc.constantFrom('', 'Nothing to do'),
});

describe('what closing needs (INC-9)', () => {
  it('is a root cause, an answer to it, nothing open that holds it up, and the investigation where one is asked for', () => {
    fc.assert(
      fc.property(stands, (stand) => {
        const { incident, investigation, actions } = stand;
        const isAnswered =
          stand.correctiveAction !== '' ||
          stand.noActionBecause !== '' ||
          actions.some(({ actionKind, state }) => actionKind === 'corrective' && state !== 'cancelled');
        const isHeldUp = actions.some(
          ({ actionKind, state }) => ['required', 'corrective'].includes(actionKind) && state === 'open',
        );
        const isInvestigated =
          !incident.requiresInvestigation ||
          ['completed', 'not_required'].includes(investigation?.state ?? 'none');
        const mayClose =
          incident.mergedIntoId !== null ||
          (stand.rootCause !== '' && isAnswered && !isHeldUp && isInvestigated);
        expect(closingGaps(stand).length === 0).toBe(mayClose);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('names everything that is missing, of an incident of before as well', () => {
    const nothing = {
      investigation: undefined,
      actions: [{ actionKind: 'required', state: 'open' } as const],
      rootCause: '',
      correctiveAction: '',
      noActionBecause: '',
    };
    expect(closingGaps({ ...nothing, incident: { requiresInvestigation: true } })).toEqual([
      'investigation',
      'root_cause',
      'corrective_action',
      'open_actions',
    ]);
    expect(closingGaps({ ...nothing, incident: {} })).not.toContain('investigation');
  });
});

const DUE = '2026-03-10T12:00:00.000Z';
const OPEN = { state: 'open', dueAt: DUE, madeAt: '2026-03-01T12:00:00.000Z', reminders: 0 } as const;

describe('reminders of an action (INC-31)', () => {
  it('come a day before, when it is due, and every three days while it is open', () => {
    const told: string[] = [];
    let action = { ...OPEN, stateAt: OPEN.madeAt, remindedAt: null as string | null };
    for (let count = 0; count < 5; count += 1) {
      const at = nextReminderAt({ ...action, reminders: count });
      if (at === undefined) break;
      told.push(at);
      action = { ...action, remindedAt: at };
    }
    expect(told.map((at) => at.slice(5, 16))).toEqual([
      '03-09T12:00',
      '03-10T12:00',
      '03-13T12:00',
      '03-16T12:00',
      '03-19T12:00',
    ]);
    for (const state of ['done', 'verified', 'cancelled'] as const) {
      expect(nextReminderAt({ ...action, state, reminders: 0 })).toBeUndefined();
    }
    expect(nextReminderAt({ ...action, dueAt: null })).toBeUndefined();
  });

  it('never lie at or before the last one, nor before it was made or opened again, and always at a set time', () => {
    const instant = fc.integer({ min: -400, max: 400 }).map((hours) => isoOf(msOf(DUE) + hours * HOUR_MS));
    const moments = fc.record({ madeAt: instant, stateAt: instant, remindedAt: fc.option(instant) });
    fc.assert(
      fc.property(moments, (at) => {
        const next = nextReminderAt({ ...OPEN, ...at });
        if (next === undefined) throw new Error('an open action with a day always has a next reminder');
        expect([at.madeAt, at.stateAt, at.remindedAt ?? ''].every((since) => since < next)).toBe(true);
        const days = (msOf(next) - msOf(DUE)) / (24 * HOUR_MS);
        expect(days === -1 || (days >= 0 && days % 3 === 0)).toBe(true);
      }),
      { seed: SEED },
    );
  });
});
