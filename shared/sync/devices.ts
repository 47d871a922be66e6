import { z } from 'zod';
import { SITE_KINDS, SiteCode, TimeZone } from '../domains/settings/schema.ts';
import { line } from '../kernel/fields.ts';
import { ENROLMENT_CODE_DAYS } from './limits.ts';

/**
 * `POST /v1/devices`: a person looks after the company's consoles from one of them. Each request says who asks; what
 * the server knows of that person decides. Every answer is the list as it then stands.
 */
export const DEVICES_PATH = '/v1/devices';

export const REVOKE_REASON_CHARACTERS_MAX = 300;
/** Of one answer; what is left out is what was longest out of contact. */
export const TOLD_DEVICES_MAX = 1_000;
export const TOLD_RIGHTS_MAX = 200;
/** Codes that are open at once; nobody has so many consoles to take in. */
export const OPEN_CODES_MAX = 200;

const Id = z.string().max(36);
const Ms = z.int().nonnegative();
const Name = z.string().max(80);

/** What a new code takes in: a console of a site, the first one of a new site, or one that brings its own site. */
export const CodePurpose = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('site'), siteId: Id }),
  z.strictObject({
    kind: z.literal('new-site'),
    code: SiteCode,
    name: line(80),
    siteKind: z.enum(SITE_KINDS),
    timeZone: TimeZone,
  }),
  z.strictObject({ kind: z.literal('own-site') }),
]);
export type CodePurpose = z.infer<typeof CodePurpose>;

export const IssueCode = z.strictObject({
  purpose: CodePurpose,
  days: z.int().min(1).max(ENROLMENT_CODE_DAYS),
});
export type IssueCode = z.infer<typeof IssueCode>;

export const RevokeDevice = z.strictObject({
  ofDeviceId: Id,
  reason: line(REVOKE_REASON_CHARACTERS_MAX),
  isWipeAsked: z.boolean(),
  /** The console that asks is shut out only by somebody who says that they mean it. */
  isOwnMeant: z.boolean(),
});
export type RevokeDevice = z.infer<typeof RevokeDevice>;

/** The beginning of a code's hash: names a code without telling it. */
export const CodeId = z.string().regex(/^[0-9a-f]{16}$/);

export const DevicesAct = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('list') }),
  z.strictObject({ act: z.literal('issue'), ...IssueCode.shape }),
  z.strictObject({ act: z.literal('withdraw'), codeId: CodeId }),
  z.strictObject({ act: z.literal('revoke'), ...RevokeDevice.shape }),
]);
export type DevicesAct = z.infer<typeof DevicesAct>;

export const DevicesRequest = z.strictObject({
  protocol: z.int(),
  deviceId: Id,
  personId: Id,
  asked: DevicesAct,
});
export type DevicesRequest = z.infer<typeof DevicesRequest>;

export const ToldDevice = z.strictObject({
  id: Id,
  name: Name,
  siteId: Id,
  siteName: Name,
  siteKind: z.enum(SITE_KINDS),
  station: z.int().positive(),
  enrolledAtMs: Ms,
  seenAtMs: Ms,
  /** Entries of its journal at the server, and whether one before the last is still missing. */
  entries: Ms,
  isIncomplete: z.boolean(),
  /** Its forms of records against the server's. */
  forms: z.enum(['same', 'older', 'newer', 'unknown']),
  /** How often its store was put back from a backup, as far as the server noticed. */
  restores: Ms,
  revoked: z
    .strictObject({
      atMs: Ms,
      /** Empty where the server's own command line did it. */
      by: z.string().max(200),
      reason: z.string().max(REVOKE_REASON_CHARACTERS_MAX),
      isWipeAsked: z.boolean(),
    })
    .nullable(),
});
export type ToldDevice = z.infer<typeof ToldDevice>;

export const ToldCode = z.strictObject({
  id: CodeId,
  /** Null: for a console that brings its own site. */
  siteId: Id.nullable(),
  siteName: Name,
  madeBy: z.string().max(200),
  madeAtMs: Ms,
  expiresAtMs: Ms,
});
export type ToldCode = z.infer<typeof ToldCode>;

/** A right that somebody took in an emergency, as their console's journal told of it. */
export const ToldRight = z.strictObject({
  deviceId: Id,
  name: z.string().max(200),
  feature: z.string().max(40),
  reason: z.string().max(500),
  fromMs: Ms,
  untilMs: Ms,
  /** How often it let something in at the server. */
  used: Ms,
});
export type ToldRight = z.infer<typeof ToldRight>;

export const DevicesResponse = z.strictObject({
  protocol: z.int(),
  /** What the person may see and look after: every site, or this one. */
  reach: z.enum(['company', 'site']),
  devices: z.array(ToldDevice).max(TOLD_DEVICES_MAX),
  codes: z.array(ToldCode).max(OPEN_CODES_MAX),
  rights: z.array(ToldRight).max(TOLD_RIGHTS_MAX),
  /** The code that was asked for: the only time it is told. */
  issued: z
    .strictObject({ code: z.string().max(20), id: CodeId, expiresAtMs: Ms, siteName: Name })
    .nullable(),
  /** Codes that were ended because the console at which they were made was shut out. */
  codesEnded: Ms,
});
export type DevicesResponse = z.infer<typeof DevicesResponse>;
