import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { ReportContent } from '#shared/reports/sections.ts';
import { MASTER, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../../commands.ts';
import { complianceOf } from '../../queries/compliance.ts';
import { incident } from '../../schema.ts';
import { type FactFields, NO_FACTS } from '../../schema/facts.ts';
import { formKnown } from '../form-known.ts';
import { regulatorPack } from '../regulator-pack.ts';
import { FORM_NAMES, type FormName, type PreparedForm } from './form.ts';
import { formsDue } from './forms-due.ts';
import { prepareForm } from './prepare.ts';

let board: TestConsole;
let id: RecordId;
beforeEach(() => {
  board = testConsole({ runTimers: false });
  const about = { title: 'Steering lost', severity: 'high', type: 'other', place: 'Off Piraeus' };
  id = board.run<{ id: RecordId }>(incidentCommands.report, about).id;
});
afterEach(() => board.close());

function assess(facts: Partial<FactFields>): void {
  board.run(incidentCommands.assessReportability, { id, ...NO_FACTS, ...facts });
}

function prepared(form: FormName): PreparedForm {
  const { store } = board;
  return store.reading(() => {
    const about = must(store.record(incident, id), 'the incident');
    return prepareForm(form, {
      incident: about,
      ...complianceOf(store, about),
      form: formKnown(store, about, false),
    });
  });
}

function filled(form: FormName): string[] {
  return prepared(form).blocks.flatMap(({ number, label, value, from }) =>
    value === null ? [] : [`${number} | ${label} | ${value} | ${from ?? '-'}`],
  );
}

function beside(): readonly ReportContent[] {
  const { store, clock } = board;
  const context = {
    db: store,
    now: isoOf(clock.now()),
    actor: MASTER,
    site: must(store.state.site, 'a site'),
    sites: [MASTER.siteId],
  };
  return store.reading(() => regulatorPack.beside?.(context, regulatorPack.parameters.parse({ id })) ?? []);
}

it('INC-48: each form says its edition, and of each value where it comes from', () => {
  assess({
    flagState: 'AU',
    lostControl: true,
    seriouslyInjured: 1,
    pollution: 'discharged',
    pollutant: 'oil',
  });
  for (const form of FORM_NAMES) {
    const { edition, blocks } = prepared(form);
    expect([form, edition.length > 20, blocks.length > 8]).toEqual([form, true, true]);
    // Known with its source, or left to somebody with neither.
    expect(blocks.filter(({ value, from }) => (value === null) !== (from === null))).toEqual([]);
    expect(blocks.some(({ value }) => value === null)).toBe(true);
  }
});

it('INC-48: before anybody has assessed, the forms hold what the report says, and guess nothing', () => {
  for (const form of FORM_NAMES) {
    expect(
      prepared(form)
        .blocks.filter(({ from }) => from === 'facts')
        .map(({ label }) => label),
    ).toEqual(form === 'A.851' ? ['Type of report'] : []);
  }
  expect(filled('AMSA-18')).toEqual([
    'Ship details | Ship’s name | MV Aurora | site',
    'Incident details | Ship’s location | Off Piraeus | report',
    'Incident details | Date and time of incident | 2026-03-01 03:10 UTC | report',
    'Description of incident/damage | What happened; under pilotage, the pilot | Steering lost | report',
    'Other relevant information | Reported in Fairlead as | AUR-INC-2026-0001 | report',
  ]);
});

it('the report of a discharge has the items that its kind asks for', () => {
  const letters = () => prepared('A.851').blocks.map(({ number }) => number);
  assess({ pollution: 'discharged', pollutant: 'oil', pollutantTonnes: 3 });
  expect([letters().join(' '), filled('A.851').find((line) => line.startsWith('R'))]).toEqual([
    '– A B C or D E F L M N Q R S T U X',
    'R | Pollution or goods lost: what, how much, cause, whether it goes on | discharged, oil, 3 t | facts',
  ]);
  expect(filled('A.851')).toContain(
    'B | Date and time of the event, UTC: day, hours, minutes | 010310Z (2026-03-01) | report',
  );
  assess({ pollution: 'probable', pollutant: 'packaged' });
  expect(letters().join(' ')).toBe('– A B C or D M P Q R S T U X');
  expect(filled('A.851').filter((line) => /^[PR] /.test(line))).toEqual([
    'P | Pollutant or goods on board that may be discharged: names, UN number, class, quantity | discharge probable, in packages | facts',
  ]);
});

it('the report of chemical tests says why they are asked for, and names nobody', () => {
  assess({ flagState: 'US', dead: 1, propertyDamageUsd: 250_000 });
  expect(filled('CG-2692B').filter((line) => /^[456]/.test(line))).toEqual([
    '4 | Why this is a serious marine incident (46 CFR 4.03-2) | One or more deaths\nDamage to property: 250000 USD (above 200,000 as 46 CFR 4.03-2 has it since 2018) | facts',
  ]);
});

it('INC-48: the pack brings the forms that duties name, and no others', () => {
  expect(beside()).toEqual([]);
  assess({ flagState: 'AU', treated: 1 });
  expect(beside().map(({ title }) => title)).toEqual([
    'AMSA-18 for AUR-INC-2026-0001',
    'AMSA-19 for AUR-INC-2026-0001',
    'MSC-MEPC.3-Circ.4 for AUR-INC-2026-0001',
  ]);
});

it('a form of a duty that is withdrawn or does not apply is not due', () => {
  const at = '2026-03-01T00:00:00.000Z';
  expect(
    formsDue([
      { form: 'A.851', withdrawnAt: at, status: 'pending_review' },
      { form: 'AMSA-18', withdrawnAt: null, status: 'not_applicable' },
      { form: 'TSB-1808', withdrawnAt: null, status: 'pending_review' },
      { form: 'CG-2692B', withdrawnAt: null, status: 'compliant' },
      { form: 'CG-2692B', withdrawnAt: null, status: 'pending_review' },
    ]),
  ).toEqual(['CG-2692B']);
});
