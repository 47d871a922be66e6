import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonActor } from '#shared/access/can.ts';
import { person } from '#shared/domains/people/schema.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import type { RecordId } from '#shared/kernel/ids.ts';
import {
  AURORA,
  MASTER,
  personActor,
  recordId,
  type TestConsole,
  testConsole,
} from '#tests/support/test-console.ts';
import { incidentCommands } from '../commands.ts';
import { incidentQueries } from '../queries.ts';
import { defaultPolicy } from '../rules/policy.ts';

const { saveRota, removeRota, overrideRota, withdrawOverride, handOver, report, acknowledge } =
  incidentCommands;
const { savePolicy, dropPolicy } = incidentCommands;

let board: TestConsole;
let mates: readonly PersonActor[];
beforeEach(() => {
  board = testConsole();
  mates = ['Ana', 'Bo', 'Cy'].map((name, index) => mate(name, index));
});
afterEach(() => board.close());

/** Somebody on board who is called, and sets up nothing. */
function mate(name: string, index: number, active = true): PersonActor {
  const id = `01950000-0000-7000-8000-00000000020${index}`;
  board.store.receive((writer, changed) => {
    const record = {
      id,
      kind: person.kind,
      siteId: AURORA.id,
      name,
      signInName: name.toLowerCase(),
      role: 'IP',
      jobProfile: 'officer-in-charge',
      active,
      granted: [],
      denied: [],
    };
    changed(writer.write('people', record, false));
  });
  return { ...personActor('IP', 'officer-in-charge'), id, name };
}

function made(fields: object = {}): RecordId {
  return board.run<{ rotaId: RecordId }>(saveRota, {
    siteId: AURORA.id,
    name: 'Bridge',
    level: 1,
    personIds: mates.map(({ id }) => id),
    turnHours: 4,
    startsOn: '2026-03-01',
    handOverMinute: 0,
    ...fields,
  }).rotaId;
}

function stand() {
  return board.queries.run<ReturnType<typeof incidentQueries.rota.run>>(
    incidentQueries.rota,
    { siteId: AURORA.id },
    MASTER,
  );
}

function onCall(): (string | null | undefined)[] {
  const [rota] = stand().rotas;
  return [rota?.now?.name, rota?.now?.toAt.slice(11, 16), rota?.next?.name];
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.details.code;
    throw error;
  }
  throw new Error('it was not refused');
}

function one(index: number): PersonActor {
  const found = mates[index];
  if (found === undefined) throw new Error('no such mate');
  return found;
}

describe('a rota', () => {
  it('says who is on call, until when, who comes next, and whom each level calls', () => {
    made();
    expect(onCall()).toEqual(['Ana', '04:00', 'Bo']);
    board.pass(60);
    expect(onCall()).toEqual(['Bo', '08:00', 'Cy']);
    expect(
      stand().levels.map(({ level, by, people }) => [level, by, people.map(({ name }) => name)]),
    ).toEqual([
      [1, 'rota', ['Bo']],
      [2, 'nobody', []],
      [3, 'nobody', []],
    ]);
  });

  it('is changed, and is used no more once it was removed', () => {
    const rotaId = made();
    board.run(saveRota, { ...fieldsOf(), rotaId, personIds: [one(2).id] });
    expect(onCall()).toEqual(['Cy', '04:00', undefined]);
    board.run(removeRota, { rotaId });
    expect(stand().rotas).toEqual([]);
    expect(refusal(() => board.run(handOver, { rotaId, personId: one(0).id, note: 'x' }))).toBe(
      'rule-broken',
    );
  });

  it('names nobody twice, nobody who has left, and is set up by those who may', () => {
    mate('Dee', 7, false);
    expect([
      refusal(() => made({ personIds: [one(0).id, one(0).id] })),
      refusal(() => made({ personIds: ['01950000-0000-7000-8000-000000000207'] })),
      refusal(() => board.run(saveRota, fieldsOf(), one(0))),
    ]).toEqual(['rule-broken', 'rule-broken', 'forbidden']);
  });
});

function fieldsOf() {
  return {
    siteId: AURORA.id,
    name: 'Bridge',
    level: 1,
    personIds: mates.map(({ id }) => id),
    turnHours: 4,
    startsOn: '2026-03-01',
    handOverMinute: 0,
  };
}

describe('somebody else’s turn', () => {
  it('is given away by who has it or who sets up rotas, and taken back by who gave it', () => {
    const rotaId = made();
    const time = {
      fromAt: '2026-03-01T03:30:00.000Z',
      toAt: '2026-03-01T04:00:00.000Z',
      reason: 'Fire drill',
    };
    const give = (actor: PersonActor) =>
      board.run<{ overrideId: RecordId }>(overrideRota, { rotaId, personId: one(2).id, ...time }, actor);
    expect(refusal(() => give(one(1)))).toBe('forbidden');
    const { overrideId } = give(one(0));
    board.pass(25);
    expect(onCall()).toEqual(['Cy', '04:00', 'Bo']);
    expect(refusal(() => board.run(withdrawOverride, { overrideId }, one(2)))).toBe('forbidden');
    board.run(withdrawOverride, { overrideId }, one(0));
    expect(onCall()).toEqual(['Ana', '04:00', 'Bo']);
    expect(give(MASTER).overrideId).not.toBe(overrideId);
  });

  it('is not given away for a time that is over, or for more of it than one has', () => {
    const rotaId = made();
    const give = (fromAt: string, toAt: string) =>
      refusal(() => board.run(overrideRota, { rotaId, personId: one(2).id, fromAt, toAt }, one(0)));
    expect([
      give('2026-03-01T01:00:00.000Z', '2026-03-01T02:00:00.000Z'),
      give('2026-03-01T03:30:00.000Z', '2026-03-01T05:00:00.000Z'),
      give('2026-03-01T03:30:00.000Z', '2027-03-01T05:00:00.000Z'),
    ]).toEqual(['rule-broken', 'forbidden', 'rule-broken']);
  });

  it('INC-18: is taken over now until its end, with a note, and open incidents of who leaves say so', () => {
    const rotaId = made();
    const { id } = board.run<{ id: RecordId }>(report, { title: 'Gyro fails', severity: 'high' });
    board.run(acknowledge, { id }, one(0));
    const note = 'Gyro is off. Steer by magnetic compass.';
    expect(refusal(() => board.run(handOver, { rotaId, personId: one(2).id, note }, one(1)))).toBe(
      'forbidden',
    );
    expect(board.run(handOver, { rotaId, personId: one(1).id, note }, one(1))).toMatchObject({
      incidents: 1,
    });
    expect(onCall()).toEqual(['Bo', '04:00', 'Bo'].slice(0, 2).concat(['Cy']));
    expect(stand().rotas[0]?.note).toMatchObject({ text: note, byName: 'Bo' });
    const { timeline } = board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
      incidentQueries.detail,
      { id },
      MASTER,
    );
    expect(timeline.findLast(({ type }) => type === 'handed_over')).toMatchObject({
      labelParams: { from: 'Ana', to: 'Bo' },
      text: note,
    });
    expect(refusal(() => board.run(handOver, { rotaId, personId: one(1).id, note }, MASTER))).toBe(
      'rule-broken',
    );
  });
});

describe('what is agreed about incidents', () => {
  const told = () =>
    board.queries
      .run<ReturnType<typeof incidentQueries.policies.run>>(
        incidentQueries.policies,
        { siteId: AURORA.id },
        MASTER,
      )
      .rows.map((row) => [
        row.incidentType,
        row.policy.severities.high.resolutionHours,
        row.siteOwnId !== null,
      ])
      .slice(0, 3);

  it('INC-11: holds for one type, or for all without one of their own, until it is taken back', () => {
    const { severities, ...policy } = defaultPolicy('vessel', 'any');
    const save = (incidentType: string, resolutionHours: number) =>
      board.run<{ policyId: RecordId }>(savePolicy, {
        siteId: AURORA.id,
        incidentType,
        ...policy,
        severities: { ...severities, high: { ...severities.high, resolutionHours } },
      }).policyId;
    const [any, fire] = [save('any', 6), save('fire', 2)];
    expect([save('any', 8), told()]).toEqual([
      any,
      [
        ['any', 8, true],
        ['fire', 2, true],
        ['man_overboard', 8, false],
      ],
    ]);
    board.run(dropPolicy, { policyId: recordId(fire) });
    expect(told()[1]).toEqual(['fire', 8, false]);
    const { id } = board.run<{ id: RecordId }>(report, { title: 'Smoke', severity: 'high' });
    const { dueAt } = board.queries.run<ReturnType<typeof incidentQueries.detail.run>>(
      incidentQueries.detail,
      { id },
      MASTER,
    ).incident;
    expect(dueAt).toBe('2026-03-01T11:10:00.000Z');
  });

  it('INC-61: suggests a severity for a type, or for all without one of their own', () => {
    const suggested = () =>
      board.queries.run<ReturnType<typeof incidentQueries.suggestedSeverities.run>>(
        incidentQueries.suggestedSeverities,
        {},
        MASTER,
      );
    const save = (incidentType: string, defaultSeverity: 'high' | 'medium' | null) =>
      board.run(savePolicy, {
        siteId: AURORA.id,
        incidentType,
        ...defaultPolicy('vessel', 'any'),
        defaultSeverity,
      });
    save('fire', 'high');
    expect(suggested()).toEqual({ fire: 'high' });
    save('any', 'medium');
    save('injury', null);
    const { fire, other, injury } = suggested();
    expect({ fire, other, injury }).toEqual({ fire: 'high', other: 'medium', injury: undefined });
  });

  it('calls somebody at one step at least', () => {
    const steps = [{ profiles: [] }, { profiles: [] }, { profiles: [] }];
    const policy = { siteId: AURORA.id, incidentType: 'any', ...defaultPolicy('vessel', 'any'), steps };
    expect(refusal(() => board.run(savePolicy, policy))).toBe('rule-broken');
  });
});
