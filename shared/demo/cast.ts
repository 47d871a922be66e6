import type { JobProfile } from '../access/roles.ts';
import type { IncidentType } from '../domains/incidents/schema.ts';
import type { IncidentApproval } from '../domains/incidents/schema/approval.ts';
import type { Person } from '../domains/people/schema.ts';
import type { SITE_KINDS, SiteRecord } from '../domains/settings/schema.ts';
import { must } from '../kernel/assert.ts';
import type { Severity } from '../kernel/fields.ts';
import { type Company, type DemonstrationSiteCode, siteOf } from './company.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';

type SiteKind = (typeof SITE_KINDS)[number];

/** Who wakes at which level, at levels 0 and 1, 2 and 3. Level 3 is ashore. */
const LADDER: { readonly [Kind in SiteKind]: readonly [JobProfile[], JobProfile[], JobProfile[]] } = {
  vessel: [['officer-in-charge', 'safety-officer'], ['master'], ['dpa', 'superintendent']],
  warehouse: [['shift-lead'], ['operations-manager'], ['hseq-manager']],
  dispatch: [['shift-lead'], ['operations-manager'], ['hseq-manager']],
  office: [['duty-officer'], ['hseq-manager'], ['dpa']],
};

const REPORTERS: { readonly [Kind in SiteKind]: readonly JobProfile[] } = {
  vessel: ['crew', 'crew', 'officer-in-charge', 'officer-in-charge', 'safety-officer', 'engineer'],
  warehouse: ['warehouse', 'warehouse', 'warehouse', 'shift-lead'],
  dispatch: ['dispatcher'],
  office: ['duty-officer', 'training-officer', 'superintendent', 'administrator', 'dpa', 'hseq-manager'],
};

const HANDLERS: { readonly [Kind in SiteKind]: readonly JobProfile[] } = {
  vessel: ['safety-officer', 'safety-officer', 'officer-in-charge'],
  warehouse: ['shift-lead', 'shift-lead', 'operations-manager'],
  dispatch: ['shift-lead'],
  office: ['duty-officer', 'hseq-manager'],
};

const CLOSERS: { readonly [Kind in SiteKind]: readonly JobProfile[] } = {
  vessel: ['master', 'master', 'safety-officer'],
  warehouse: ['operations-manager', 'shift-lead'],
  dispatch: ['operations-manager'],
  office: ['hseq-manager'],
};

/** Serious cases are followed and closed by those ashore who answer for them. */
const ASHORE: readonly JobProfile[] = ['dpa', 'hseq-manager', 'superintendent'];

/** The people of one incident. */
export type Cast = {
  readonly site: SiteRecord;
  readonly reporter: Person;
  readonly handler: Person;
  readonly closer: Person;
  readonly follower: Person;
  atLevel(level: number): Person;
  /** Ashore before on board, and never whoever asked (INC-79). */
  approverOf(asked: Pick<IncidentApproval, 'profiles' | 'askedById'>): Person;
  consoleOf(person: Person): SiteRecord;
};

export function castFor(
  company: Company,
  about: {
    readonly siteCode: DemonstrationSiteCode;
    readonly scenario: Pick<Scenario, 'type' | 'handler'>;
    readonly severity: Severity;
  },
  random: Random,
): Cast {
  const { siteCode, scenario, severity } = about;
  const site = siteOf(company.sites, siteCode);
  const office = siteOf(company.sites, 'OFF');
  const kind = site.siteKind;
  const isSerious = severity === 'high' || severity === 'critical';

  function someone(jobs: readonly JobProfile[]): Person {
    const job = random.pick(jobs);
    const at = (place: SiteRecord) =>
      company.people.filter((person) => person.siteId === place.id && person.jobProfile === job);
    const here = at(site);
    return random.pick(here.length > 0 ? here : at(office));
  }

  const levels = LADDER[kind].map(someone);
  return {
    site,
    reporter: someone(reportersOf(kind, scenario.type)),
    handler: someone(scenario.handler === undefined ? HANDLERS[kind] : [scenario.handler]),
    closer: someone(isSerious ? ASHORE : CLOSERS[kind]),
    follower: someone(ASHORE),
    atLevel: (level) => must(levels[Math.max(level - 1, 0)], `somebody at level ${level}`),
    approverOf: ({ profiles, askedById }) =>
      must(
        [office, site]
          .flatMap(({ id }) => company.people.filter(({ siteId }) => siteId === id))
          .find(({ id, jobProfile }) => id !== askedById && profiles.some((job) => job === jobProfile)),
        'somebody to approve it',
      ),
    consoleOf: (person) => (person.siteId === site.id ? site : office),
  };
}

function reportersOf(kind: SiteKind, type: IncidentType): readonly JobProfile[] {
  if (type === 'machinery_failure') return ['engineer', 'engineer', 'chief-engineer'];
  if (type === 'detention') return ['master'];
  return REPORTERS[kind];
}
