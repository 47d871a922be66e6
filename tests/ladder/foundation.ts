import type { PersonActor } from '#shared/access/can.ts';
import { defaultPolicy } from '#shared/domains/incidents/rules/policy.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { CollectionName, StoredRecord } from '#shared/kernel/define-entity.ts';
import { siteRecord } from '../support/site-record.ts';
import { AURORA, MASTER, OFFICE } from '../support/test-console.ts';
import { ASHORE, OFFICERS, type Plan, STARTS_MS } from './plan.ts';

type Job = 'officer' | 'master' | 'ashore';

/** Who is there, the rotas, and a policy of its own for injuries. */
export function foundation(plan: Plan): (readonly [CollectionName, StoredRecord])[] {
  const startedAt = isoOf(STARTS_MS);
  const person = (job: Job, number: number) => ({
    id: personId(job, number),
    kind: 'person',
    siteId: job === 'ashore' ? OFFICE.id : AURORA.id,
    name: job === 'master' ? job : `${job} ${number}`,
    signInName: `${job}${number}`,
    role: 'IP',
    jobProfile: { officer: 'officer-in-charge', master: 'master', ashore: 'dpa' }[job],
    active: true,
    granted: [],
    denied: [],
    createdAt: startedAt,
  });
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
  const rota = (level: number, turnHours: number, personIds: string[]) => ({
    id: `01950000-0000-7000-8000-00000000030${level}`,
    kind: 'incident-rota',
    siteId: AURORA.id,
    name: `Level ${level}`,
    level,
    personIds,
    turnHours,
    startsOn: startedAt.slice(0, 10),
    handOverMinute: 0,
    isActive: true,
  });
  const ashore = rota(
    3,
    7 * 24,
    numbers(ASHORE).map((number) => personId('ashore', number)),
  );
  const overrides = plan.overrides.map((one, index) => ({
    id: `01950000-0000-7000-8000-0000004${String(index).padStart(5, '0')}`,
    kind: 'incident-rota-override',
    siteId: AURORA.id,
    rotaId: ashore.id,
    personId: personId('ashore', one.person),
    personName: `ashore ${one.person}`,
    fromAt: isoOf(one.fromMs),
    toAt: isoOf(one.toMs),
    reason: 'Swap',
    handOverNote: null,
    madeAt: isoOf(STARTS_MS + index),
    madeById: MASTER.id,
    madeByName: MASTER.name,
    withdrawnAt: null,
  }));
  return [
    ...[...numbers(OFFICERS).map((number) => person('officer', number)), person('master', 0)].map(
      (record) => ['people', record] as const,
    ),
    ...numbers(ASHORE).map((number) => ['people', person('ashore', number)] as const),
    ['settings', siteRecord(OFFICE)],
    ['settings', siteRecord(AURORA)],
    [
      'incidents',
      rota(
        1,
        12,
        numbers(OFFICERS).map((number) => personId('officer', number)),
      ),
    ],
    ['incidents', ashore],
    ...overrides.map((record) => ['incidents', record] as const),
    ['incidents', injuryPolicy()],
  ];
}

function injuryPolicy(): StoredRecord {
  const rule = (acknowledgeMinutes: number, resolutionHours: number, acknowledgementHours: number) => ({
    acknowledgeMinutes,
    resolutionHours,
    acknowledgementHours,
    clock: 'around-the-clock',
  });
  return {
    ...defaultPolicy('vessel', 'injury'),
    id: '01950000-0000-7000-8000-000000000310',
    kind: 'incident-policy',
    siteId: AURORA.id,
    incidentType: 'injury',
    severities: {
      critical: rule(5, 2, 1),
      high: rule(10, 6, 2),
      medium: rule(60, 12, 8),
      low: rule(120, 24, 12),
    },
  } as StoredRecord;
}

export function personId(job: Job, number: number): string {
  return `01950000-0000-7000-8000-0000000002${{ officer: 1, master: 2, ashore: 3 }[job]}${number}`;
}

export function actorOf(job: Job, number: number): PersonActor {
  const name = `${job} ${number}`;
  return job === 'ashore'
    ? { ...MASTER, id: personId(job, number), name, role: 'AD', jobProfile: 'dpa', siteId: OFFICE.id }
    : { ...MASTER, id: personId(job, number), name, jobProfile: 'officer-in-charge' };
}
