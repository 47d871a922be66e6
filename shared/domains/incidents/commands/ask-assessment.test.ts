import { afterEach, beforeEach, expect, it } from 'vitest';
import { draftsFor } from '#host/notify/draft-notices.ts';
import { must } from '#shared/kernel/assert.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import { MASTER, personActor, type TestConsole, testConsole } from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { incident, incidentEvent } from '../schema.ts';
import { type ComplianceEntry, complianceEntry } from '../schema/compliance.ts';
import { NO_FACTS } from '../schema/facts.ts';

const { report, triage, merge, unmerge, assessReportability, recordReport, reviewDuty, setComplianceStatus } =
  incidentCommands;
const DPA = personActor('IC', 'dpa');

let board: TestConsole;
beforeEach(() => {
  board = testConsole();
});
afterEach(() => board.close());

const reported = (input: object = {}): RecordId =>
  board.run<{ id: RecordId }>(
    report,
    { title: 'Aground off Naxos', severity: 'high', type: 'grounding', ...input },
    personActor('IT', 'crew'),
  ).id;
const entries = (id: string): readonly ComplianceEntry[] =>
  board.store.find(complianceEntry, { incidentId: id, ruleId: 'assess-reportability' });
const asked = (id: string) =>
  board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(incidentQueries.detail, { id }, MASTER)
    .assessment;
const told = (id: string) =>
  board.store
    .find(incidentEvent, { incidentId: id })
    .flatMap(({ labelKey, at }) =>
      labelKey.includes('assessment') ? [`${at.slice(11, 16)} ${labelKey.split('.').at(-1)}`] : [],
    );

it('INC-45: a report that may be reportable asks for the assessment, whose deadline runs from the report', () => {
  const id = reported();
  expect(asked(id)).toEqual({ dueAt: '2026-03-01T04:10:00.000Z' });
  // Nobody has said yet that it is.
  expect(board.store.record(incident, id)?.isReportable).toBeUndefined();
  board.pass(61);
  expect(told(id)).toEqual(['03:10 assessmentAsked', '03:40 assessmentNear', '04:10 assessmentOverdue']);
  const { rows } = board.queries.run<ReturnType<typeof incidentQueries.complianceLog.run>>(
    incidentQueries.complianceLog,
    { state: 'overdue' },
    MASTER,
  );
  expect(rows.map(({ requirement }) => requirement)).toEqual(['To be assessed: who must be told']);
  const { next } = board.queries.run<ReturnType<typeof incidentQueries.watch.run>>(
    incidentQueries.watch,
    {},
    MASTER,
  );
  expect(next.filter(({ kind }) => kind === 'duty').map(({ clause }) => clause)).toEqual([
    'To be assessed: who must be told',
  ]);
});

it('the assessment ends it, in time or late', () => {
  const id = reported();
  board.run(assessReportability, { id, ...NO_FACTS });
  expect(asked(id)).toBeNull();
  board.run(triage, { id, severity: 'critical', type: 'pollution', category: 'environmental' });
  board.pass(120);
  expect([asked(id), told(id)]).toEqual([null, ['03:10 assessmentAsked']]);
});

it('is told to who answers towards authorities, until somebody has assessed', () => {
  const id = reported();
  const event = must(
    board.store.find(incidentEvent, { incidentId: id, labelKey: 'incidents.event.assessmentAsked' })[0],
    'the event',
  );
  const drafts = () =>
    draftsFor(board.store, board.clock, incidentEvent.kind, event)
      .filter(({ notice }) => notice.name === 'incidents.assessment')
      .map(({ draft: { severity, title, route, audience } }) => ({ severity, title, route, audience }));
  expect(drafts()).toEqual([
    {
      severity: 'high',
      title: {
        key: 'incidents.notify.title',
        params: { number: 'AUR-INC-2026-0001', title: 'Aground off Naxos' },
      },
      route: `/incidents/${id}?tab=compliance`,
      audience: {
        profiles: ['master', 'safety-officer', 'hseq-manager', 'dpa'],
        personIds: [],
        andOffices: true,
        orAdministrators: true,
      },
    },
  ]);
  board.run(assessReportability, { id, ...NO_FACTS });
  expect(drafts()).toEqual([]);
});

it('is not asked of drills, nor of what nobody need be told', () => {
  for (const input of [{ isDrill: true }, { type: 'other' }, { type: 'near_miss' }])
    expect(entries(reported(input))).toEqual([]);
});

it('is asked when somebody sees later what it is, and earlier when that is worse', () => {
  const id = reported({ type: 'other' });
  board.run(triage, { id, severity: 'high', type: 'pollution', category: 'environmental' });
  expect(asked(id)).toEqual({ dueAt: '2026-03-01T04:10:00.000Z' });
});

it('is put aside with a reason by who answers towards authorities, and nothing else is said of it', () => {
  const id = reported();
  const entryId = entries(id)[0]?.id;
  const refused = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
    throw new Error('it was not refused');
  };
  const at = '2026-03-01T03:10:00.000Z';
  const reportedTo = { authority: 'Flag', reportedAt: at, reference: '', documents: [] };
  expect([
    refused(() => board.run(recordReport, { id, entryId, ...reportedTo })),
    refused(() => board.run(reviewDuty, { id, entryId, status: 'compliant', notes: 'Seen' }, DPA)),
    refused(() => board.run(setComplianceStatus, { id, entryId, status: 'compliant' })),
    refused(() => board.run(setComplianceStatus, { id, entryId, status: 'not_applicable' })),
  ]).toEqual(['rule-broken', 'rule-broken', 'rule-broken', 'rule-broken']);
  board.run(setComplianceStatus, {
    id,
    entryId,
    status: 'not_applicable',
    note: 'Touched a mud bank in port.',
  });
  board.pass(120);
  expect([asked(id), told(id)]).toEqual([null, ['03:10 assessmentAsked']]);
});

it('goes with the incident that remains of two, and comes back when they were two after all', () => {
  const id = reported();
  const intoId = reported({ type: 'other', title: 'Something at the keel' });
  board.run(merge, { id, intoId });
  expect([asked(id), asked(intoId)]).toEqual([null, { dueAt: '2026-03-01T04:10:00.000Z' }]);
  board.run(unmerge, { id });
  expect(asked(id)).toEqual({ dueAt: '2026-03-01T04:10:00.000Z' });
});
