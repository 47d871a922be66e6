import { z } from 'zod';
import { can } from '../access/can.ts';
import { JOB_PROFILES, PARTNER_PROFILES, ROLES } from '../access/roles.ts';
import { refusal } from '../access/say.ts';
import { accessWords } from '../access/words.ts';
import { assertMayGive, narrowedFor } from '../domains/people/rules.ts';
import { GroupName, Passphrase, SignInName } from '../domains/people/schema.ts';
import { line } from '../kernel/fields.ts';
import { RecordId } from '../kernel/ids.ts';
import { defineImport, type ImportContext } from './define-import.ts';
import { lineError } from './errors.ts';

/** A name of ours, by itself or as people read it: `IT` and `Crew`. */
function named<const Names extends readonly [string, ...string[]]>(names: Names, group: 'role' | 'job') {
  const words = new Map<string, Names[number]>();
  for (const name of names) {
    words.set(plain(name), name);
    // Every name of these lists has its word: the catalogue is typed by them.
    const said = accessWords[`${group}.${name}` as keyof typeof accessWords];
    words.set(plain(said), name);
  }
  return z.string().transform((text, context): Names[number] => {
    const name = words.get(plain(text));
    if (name !== undefined) return name;
    context.addIssue({ code: 'custom', message: `There is no such ${group}.` });
    return z.NEVER;
  });
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const SiteRow = z.object({ id: z.string(), code: z.string(), name: z.string() });
/** Of somebody whose rights are asked about before they have a record. */
const NOT_MADE_YET = RecordId.parse('00000000-0000-7000-8000-000000000000');
const Taken = z.object({ name: z.string() });

/** People of a site, one a line. */
export const peopleImport = defineImport({
  name: 'people',
  feature: 'people.manage',
  columns: {
    name: {
      heading: 'Name',
      alsoCalled: ['Full name'],
      required: true,
      cell: line(80),
      remedy: 'Write the full name, at most 80 characters.',
      example: 'Mara Lind',
    },
    signInName: {
      heading: 'Sign-in name',
      alsoCalled: ['Login', 'User name', 'Username'],
      required: true,
      cell: SignInName,
      remedy: 'Write two to forty letters, digits, dots or dashes, such as m.lind.',
      example: 'm.lind',
    },
    role: {
      heading: 'Role',
      alsoCalled: ['Rank'],
      required: true,
      cell: named(ROLES, 'role'),
      remedy: `Write one of ${ROLES.map((role) => `${role} (${accessWords[`role.${role}`]})`).join(', ')}.`,
      example: 'IT',
    },
    job: {
      heading: 'Job',
      alsoCalled: ['Job profile'],
      required: true,
      cell: named(JOB_PROFILES, 'job'),
      remedy: `Write one of ${JOB_PROFILES.map((job) => accessWords[`job.${job}`]).join(', ')}.`,
      example: 'Crew',
    },
    site: {
      heading: 'Site',
      alsoCalled: ['Vessel', 'Ship', 'Warehouse'],
      required: false,
      cell: z.string().max(80, 'At most 80 characters.'),
      remedy: 'Write the code or the name of a site you see, or leave it empty for this console’s own site.',
      example: '',
    },
    partner: {
      heading: 'Partner',
      alsoCalled: ['Organisation', 'Organization'],
      required: false,
      cell: GroupName,
      remedy: 'Only for jobs at a partner: the company they work for, at most 36 characters.',
      example: '',
    },
    passphrase: {
      heading: 'Passphrase',
      alsoCalled: ['Password'],
      required: false,
      cell: Passphrase,
      remedy: 'Write at least 8 characters, or leave it empty to have one made.',
      example: '',
      isSecret: true,
    },
  },
  reader(context) {
    const siteOf = sitesOf(context);
    const { actor, db } = context;
    return {
      draft({ name, signInName, role, job, site, partner, passphrase }) {
        const siteId = siteOf(site);
        if (!can(actor, 'people.manage', { siteId }).allowed)
          throw refusal(actor, 'people.manage', { siteId });
        const organisationId = partnerOf(job, partner);
        const place = { siteId, organisationId, rowScope: narrowedFor(actor, role) };
        const given = {
          id: NOT_MADE_YET,
          name,
          signInName,
          role,
          jobProfile: job,
          active: true,
          granted: [],
          denied: [],
        };
        assertMayGive(actor, { ...given, ...place, createdAt: '' });
        const taken = db.get(
          Taken,
          'SELECT name FROM person WHERE signInName = :signInName AND siteId = :siteId LIMIT 1',
          { signInName, siteId },
        );
        if (taken !== undefined) throw lineError('sign-in-name-taken', { signInName, name: taken.name });
        return { name, signInName, role, jobProfile: job, siteId, organisationId, passphrase };
      },
      key: ({ siteId, signInName }) => ({ column: 'signInName', value: `${siteId} ${signInName}` }),
    };
  },
});
export type PersonDraft = NonNullable<typeof peopleImport.draftType>;

function sitesOf({ db, site }: ImportContext): (text: string | null) => string {
  const sites = db.all(SiteRow, 'SELECT id, code, name FROM site');
  const ids = new Map<string, string>([
    ...sites.map((one): [string, string] => [plain(one.name), one.id]),
    ...sites.map((one): [string, string] => [plain(one.code), one.id]),
  ]);
  return (text) => {
    if (text === null) return site.id;
    const id = ids.get(plain(text));
    if (id !== undefined) return id;
    throw lineError('site-unknown');
  };
}

function partnerOf(job: (typeof JOB_PROFILES)[number], partner: string | null): string | null {
  if (partner === null || PARTNER_PROFILES.includes(job)) return partner;
  throw lineError('partner-without-job');
}
