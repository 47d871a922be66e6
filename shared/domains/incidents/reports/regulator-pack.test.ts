import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordId } from '#shared/kernel/ids.ts';
import { must } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { ReportDefinition } from '#shared/reports/define-report.ts';
import type { ReportContent } from '#shared/reports/sections.ts';
import {
  AURORA,
  MASTER,
  OFFICE,
  personActor,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { settingsCommands } from '../../settings/commands.ts';
import { incidentCommands } from '../commands.ts';
import { TIMELINE_ROWS_MAX } from '../queries/detail.ts';
import { NO_FACTS } from '../schema/facts.ts';
import { authorityForm, regulatorPack } from './regulator-pack.ts';

let board: TestConsole;
let id: RecordId;
beforeEach(() => {
  board = testConsole({ runTimers: false });
  const { report, assessReportability, takeStatement } = incidentCommands;
  const about = { title: 'Steering lost', severity: 'high', place: 'Off Piraeus' };
  id = board.run<{ id: RecordId }>(report, about).id;
  board.run(assessReportability, { id, ...NO_FACTS, flagState: 'US', lostControl: true, treated: 2 });
  board.run(takeStatement, {
    id,
    name: 'Nikos Ray',
    capacity: 'OOW',
    contact: '',
    statement: 'It just stopped.',
  });
});
afterEach(() => board.close());

function built(
  parameters: object = {},
  actor = MASTER,
  report: ReportDefinition = regulatorPack,
): ReportContent {
  const { store, clock } = board;
  const context = {
    db: store,
    now: isoOf(clock.now()),
    actor,
    site: must(store.state.site, 'a site'),
    sites: [actor.siteId],
  };
  return store.reading(() => report.build(context, report.parameters.parse({ id, ...parameters })));
}

function rowsOf(content: ReportContent, title: string): readonly (readonly unknown[])[] {
  const table = content.sections.find((section) => section.type === 'table' && section.title === title);
  return table?.type === 'table' && Array.isArray(table.rows) ? table.rows : [];
}

it('leaves out what witnesses said unless somebody who investigates chose it', () => {
  expect(JSON.stringify(built())).not.toContain('It just stopped.');
  expect(JSON.stringify(built({ withWitnesses: true }))).toContain('It just stopped.');
  const clerk = { ...MASTER, denied: ['incidents.investigate' as const] };
  expect(() => built({ withWitnesses: true }, clerk)).toThrow();
});

it('has causes and lasting actions, the causes once they are concluded', () => {
  const { startInvestigation, addCause, changeInvestigation, completeInvestigation } = incidentCommands;
  const { addAction, changeCause, completeAction } = incidentCommands;
  board.run(startInvestigation, { id });
  const { causeId } = board.run<{ causeId: string }>(addCause, {
    id,
    text: 'Pump stopped',
    group: 'equipment',
  });
  const behind = { id, parentId: causeId, text: 'Filter blocked', group: 'procedure' };
  const { causeId: rootId } = board.run<{ causeId: string }>(addCause, behind);
  board.run(changeCause, { id, causeId: rootId, isRoot: true });
  board.run(changeInvestigation, { id, summary: 'Nobody cleaned it.', factors: ['maintenance-overdue'] });
  const dueAt = '2026-04-01T00:00:00.000Z';
  board.run(addAction, { id, text: 'Mop the floor', actionKind: 'immediate' });
  const added = { id, text: 'Clean the filter monthly', actionKind: 'preventive', dueAt };
  const { actionId } = board.run<{ actionId: string }>(addAction, added);
  board.run(completeAction, { actionId, outcome: 'In the plan' });

  const said = (content: ReportContent) => [
    JSON.stringify(content).includes('Nobody cleaned it.'),
    rowsOf(content, 'Contributing factors'),
    rowsOf(content, 'Causes'),
    rowsOf(content, 'Actions'),
  ];
  const now = isoOf(board.clock.now());
  const actions = [
    ['Clean the filter monthly', 'Preventive', null, dueAt, 'Done', now, MASTER.name, 'In the plan'],
  ];
  expect(said(built())).toEqual([false, [], [], actions]);
  board.run(completeInvestigation, { id });
  expect(said(built())).toEqual([
    true,
    [['Maintenance overdue']],
    [
      [1, 'Pump stopped', 'Equipment', false],
      [2, '\u{a0}\u{a0}\u{a0}\u{a0}Filter blocked', 'Procedure', true],
    ],
    actions,
  ]);
});

it('has every line of the timeline, also of one that pages cut', () => {
  const { comment } = incidentCommands;
  for (let count = 0; count < TIMELINE_ROWS_MAX; count += 1)
    board.run(comment, { id, text: `Line ${count}` });
  const lines = rowsOf(built(), 'Timeline').map((row) => row[4]);
  expect(lines).toContain('Line 0');
  expect(lines).toContain(`Line ${TIMELINE_ROWS_MAX - 1}`);
});

it('knows the blocks of CG-2692 that the record knows, and marks the others', () => {
  const blocks = rowsOf(built({ form: 'CG-2692' }, MASTER, authorityForm), 'CG-2692').map((row) =>
    row.slice(0, 3).join(': '),
  );
  expect(blocks).toEqual(
    expect.arrayContaining([
      '1: Name of vessel or facility: MV Aurora',
      '3: Nationality: US',
      '4: Call sign: to be filled',
      '14: Date of occurrence: 2026-03-01',
      '15: Time (local): 03:10 UTC',
      '16: Location: Off Piraeus',
      '21: Injured: how many: 2',
      '44: Description of casualty: Steering lost',
    ]),
  );
});

it('fills in what site, people, actions and witnesses say, and names witnesses only where that is chosen', () => {
  const vessel = {
    name: 'MV Aurora',
    timeZone: 'UTC',
    imoNumber: '9074729',
    latitude: null,
    longitude: null,
  };
  const particulars = {
    callSign: 'SVAB7',
    grossTonnage: 24_785,
    yearBuilt: 2011,
    classSociety: 'DNV',
    operatorName: 'Meridian Shipping',
    operatorAddress: 'Akti Miaouli 1, Piraeus',
  };
  const admin = personActor('AD', 'administrator');
  board.run(settingsCommands.editSite, { id: AURORA.id, ...vessel, ...particulars }, admin);
  const master = {
    id: MASTER.id,
    kind: 'person',
    siteId: AURORA.id,
    name: 'Ines Duarte',
    signInName: 'master',
    role: 'IP',
    jobProfile: 'master',
    active: true,
    granted: [],
    denied: [],
    createdAt: '2026-01-01T00:00:00.000Z',
  };
  board.store.receive((writer, changed) => changed(writer.write('people', master, false)));
  board.run(incidentCommands.addAction, { id, text: 'Clean the filter monthly', actionKind: 'preventive' });
  board.run(incidentCommands.addAction, { id, text: 'Mop the floor', actionKind: 'immediate' });
  const blocks = (parameters: object) =>
    rowsOf(built({ ...parameters, form: 'CG-2692' }, MASTER, authorityForm), 'CG-2692').map(
      ([block, , value]) => [block, value].join(': '),
    );
  expect(blocks({})).toEqual(
    expect.arrayContaining([
      '4: SVAB7',
      '8: 24785',
      '9: 2011',
      '13: DNV',
      '18: Meridian Shipping\nAkti Miaouli 1, Piraeus',
      '19: Ines Duarte',
      '31–43: 2 injured: to be named, one by one',
      '45: 1: their names are left out',
      '46: Clean the filter monthly',
    ]),
  );
  expect(blocks({ withWitnesses: true })).toContain('45: Nikos Ray, OOW');
});

it('is nothing for who does not see the incident', () => {
  expect(() => built({}, personActor('IP', 'master', OFFICE.id))).toThrow('no such incident');
});
