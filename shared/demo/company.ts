import type { JobProfile, Role } from '../access/roles.ts';
import { must } from '../kernel/assert.ts';
import { isoOf, msOf } from '../kernel/clock.ts';
import type { PassphraseHash } from '../domains/people/schema.ts';
import { type Credential, credential, type Person, person } from '../domains/people/schema.ts';
import { site, type SiteRecord } from '../domains/settings/schema.ts';
import { randomFrom } from './random.ts';
import { recordIds } from './record-ids.ts';
import { MINUTE_MS } from '../kernel/durations.ts';

export const DEMONSTRATION_ORGANISATION = 'Meridian Lines';

/** Every demonstration person signs in with this. It guards invented data only. */
export const DEMONSTRATION_PASSPHRASE = 'fair-winds-2026';

/** Before every incident, and not dependent on today: sites and people keep their ids from day to day. */
const FOUNDED_AT = '2019-03-04T07:00:00.000Z';

export const SITE_CODES = ['AUR', 'BOR', 'CAS', 'OFF', 'RTM'] as const;
export type DemonstrationSiteCode = (typeof SITE_CODES)[number];

type SiteSeed = Pick<SiteRecord, 'name' | 'siteKind' | 'timeZone' | 'imoNumber'>;

/** IMO numbers carry a valid check digit and lie beyond those in use when this was written. */
const SITES: { readonly [Code in DemonstrationSiteCode]: SiteSeed } = {
  AUR: { name: 'MV Aurora', siteKind: 'vessel', timeZone: 'Europe/Athens', imoNumber: '9998107' },
  BOR: { name: 'MV Borealis', siteKind: 'vessel', timeZone: 'Europe/Lisbon', imoNumber: '9998119' },
  CAS: { name: 'MV Cassiopeia', siteKind: 'vessel', timeZone: 'Asia/Singapore', imoNumber: '9998121' },
  OFF: { name: 'Piraeus office', siteKind: 'office', timeZone: 'Europe/Athens', imoNumber: null },
  RTM: { name: 'Rotterdam warehouse', siteKind: 'warehouse', timeZone: 'Europe/Amsterdam', imoNumber: null },
};

type PersonSeed = readonly [
  site: DemonstrationSiteCode,
  name: string,
  signInName: string,
  role: Role,
  jobProfile: JobProfile,
];

const PEOPLE: readonly PersonSeed[] = [
  ['AUR', 'Magnus Lindqvist', 'master.aurora', 'AP', 'master'],
  ['AUR', 'Ioanna Papadaki', 'safety.aurora', 'IP', 'safety-officer'],
  ['AUR', 'Tomasz Wierzbicki', 't.wierzbicki', 'IP', 'officer-in-charge'],
  ['AUR', 'Rajesh Nair', 'r.nair', 'IP', 'chief-engineer'],
  ['AUR', 'Jomar Villanueva', 'j.villanueva', 'IT', 'engineer'],
  ['AUR', 'Arnel Bautista', 'a.bautista', 'IT', 'crew'],
  ['BOR', 'Henrik Aasland', 'h.aasland', 'AP', 'master'],
  ['BOR', 'Oksana Hrytsenko', 'o.hrytsenko', 'IP', 'safety-officer'],
  ['BOR', 'Mateo Quiroga', 'm.quiroga', 'IP', 'officer-in-charge'],
  ['BOR', 'Stelios Kanaris', 's.kanaris', 'IP', 'chief-engineer'],
  ['BOR', 'Dewi Hartono', 'd.hartono', 'IT', 'engineer'],
  ['BOR', 'Rodel Magsino', 'r.magsino', 'IT', 'crew'],
  ['CAS', 'Catriona MacInnes', 'c.macinnes', 'AP', 'master'],
  ['CAS', 'Vikram Deshpande', 'v.deshpande', 'IP', 'safety-officer'],
  ['CAS', 'Luka Perišić', 'l.perisic', 'IP', 'officer-in-charge'],
  ['CAS', 'Giorgos Mavridis', 'g.mavridis', 'IP', 'chief-engineer'],
  ['CAS', 'Aye Chan Myint', 'a.myint', 'IT', 'engineer'],
  ['CAS', 'Emeka Okafor', 'e.okafor', 'IT', 'crew'],
  ['OFF', 'Eleni Vassilakou', 'dpa', 'IC', 'dpa'],
  ['OFF', 'Dimitris Karagiannis', 'd.karagiannis', 'IC', 'superintendent'],
  ['OFF', 'Sofia Lekka', 's.lekka', 'IC', 'duty-officer'],
  ['OFF', 'Andreas Brandt', 'a.brandt', 'IC', 'hseq-manager'],
  ['OFF', 'Nadia El Khoury', 'n.elkhoury', 'IC', 'training-officer'],
  ['OFF', 'Petros Stamou', 'admin', 'SA', 'administrator'],
  ['OFF', 'Ingrid Solheim', 'i.solheim', 'IN', 'auditor'],
  ['RTM', 'Joost van der Meulen', 'shiftlead.rotterdam', 'IP', 'shift-lead'],
  ['RTM', 'Marijke de Boer', 'm.deboer', 'AP', 'operations-manager'],
  ['RTM', 'Yusuf Demir', 'y.demir', 'IT', 'warehouse'],
  ['RTM', 'Ana Ferreira', 'a.ferreira', 'IT', 'warehouse'],
  ['RTM', 'Piotr Zieliński', 'p.zielinski', 'IT', 'warehouse'],
];

/** The sign-ins that the documentation names: one for each way of working. */
export const DEMONSTRATION_SIGN_INS: readonly {
  readonly siteCode: DemonstrationSiteCode;
  readonly signInName: string;
  readonly name: string;
  readonly job: string;
}[] = [
  { siteCode: 'AUR', signInName: 'master.aurora', name: 'Magnus Lindqvist', job: 'Master, MV Aurora' },
  { siteCode: 'AUR', signInName: 'safety.aurora', name: 'Ioanna Papadaki', job: 'Safety officer, MV Aurora' },
  { siteCode: 'OFF', signInName: 'dpa', name: 'Eleni Vassilakou', job: 'Designated person ashore' },
  { siteCode: 'OFF', signInName: 'admin', name: 'Petros Stamou', job: 'Administrator, Piraeus office' },
  {
    siteCode: 'RTM',
    signInName: 'shiftlead.rotterdam',
    name: 'Joost van der Meulen',
    job: 'Shift lead, Rotterdam warehouse',
  },
];

export type Company = {
  readonly sites: readonly SiteRecord[];
  readonly people: readonly Person[];
  readonly credentials: readonly Credential[];
};

/** Sites, people and what their passphrase is checked against: the same for everybody. */
export function foundCompany(seed: number, passphrase: PassphraseHash): Company {
  const newId = recordIds(randomFrom(seed, 'company'));
  const foundedMs = msOf(FOUNDED_AT);
  const sites = SITE_CODES.map((code, index) => {
    const id = newId(foundedMs + index * MINUTE_MS);
    return site.schema.parse({ id, kind: 'site', siteId: id, code, ...SITES[code], active: true });
  });
  const people = PEOPLE.map(([siteCode, name, signInName, role, jobProfile], index) => {
    const createdMs = foundedMs + (SITE_CODES.length + index) * MINUTE_MS;
    return person.schema.parse({
      id: newId(createdMs),
      kind: 'person',
      siteId: siteOf(sites, siteCode).id,
      name,
      signInName,
      role,
      jobProfile,
      active: true,
      granted: [],
      denied: [],
      createdAt: isoOf(createdMs),
    });
  });
  const credentials = people.map((owner) =>
    credential.schema.parse({
      id: newId(msOf(owner.createdAt)),
      kind: 'credential',
      siteId: owner.siteId,
      personId: owner.id,
      ...passphrase,
      setAt: owner.createdAt,
    }),
  );
  return { sites, people, credentials };
}

export function siteOf(sites: readonly SiteRecord[], code: DemonstrationSiteCode): SiteRecord {
  return must(
    sites.find((site) => site.code === code),
    `site ${code}`,
  );
}

export function named(company: Pick<Company, 'people'>, signInName: string): Person {
  return must(
    company.people.find((one) => one.signInName === signInName),
    signInName,
  );
}
