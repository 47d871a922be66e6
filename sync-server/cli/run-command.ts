import { missingCase } from '#shared/kernel/assert.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import {
  createOrganisation,
  type IssuedCode,
  issueFoundingCode,
  issueSiteCode,
  listDevices,
  moveDevice,
  noteRestored,
  publicKeyOf,
  revokeDevice,
} from '../enrolment/administer.ts';
import type { Storage } from '../storage/storage.ts';
import type { AdministerLine } from './command-line.ts';
import { openDatabase } from './open-database.ts';
import { type Outcome, textOf } from './outcome.ts';

/** Runs one administrative command. Works beside running servers; all open the same database. */
export async function runCommand(line: AdministerLine, nowMs: number): Promise<string> {
  const { storage } = await openDatabase(line.database);
  try {
    return textOf(await outcomeOf(storage, line, nowMs), line.json);
  } finally {
    await storage.close();
  }
}

async function outcomeOf(storage: Storage, line: AdministerLine, nowMs: number): Promise<Outcome> {
  switch (line.command) {
    case 'init': {
      const { id, name } = await createOrganisation(storage, line.organisation, nowMs);
      return { json: { organisationId: id, name }, lines: [`Created the organisation ${name} (${id}).`] };
    }
    case 'code':
      return codeOutcome(await issueSiteCode(storage, line, nowMs));
    case 'found':
      return codeOutcome(await issueFoundingCode(storage, nowMs));
    case 'devices':
      return devicesOutcome(storage);
    case 'move':
      await moveDevice(storage, line);
      return {
        json: { deviceId: line.deviceId, siteCode: line.siteCode },
        lines: [`${line.deviceId} belongs to ${line.siteCode} from its next contact on.`],
      };
    case 'revoke':
      return revokeOutcome(storage, line, nowMs);
    case 'restored':
      await noteRestored(storage, nowMs);
      return {
        json: { restored: true },
        lines: ['Noted. Each console compares at its next contact, and sends again what was lost.'],
      };
    case 'key': {
      const publicKey = await publicKeyOf(storage);
      return { json: { publicKey }, lines: [publicKey] };
    }
    case 'migrate':
      return { json: { migrated: true }, lines: ['The database is up to date.'] };
    default:
      return missingCase(line);
  }
}

function codeOutcome({ code, expiresAtMs, site }: IssuedCode): Outcome {
  const expiresAt = isoOf(expiresAtMs);
  const purpose =
    site === null ? 'a console that brings its own site' : `a console of ${site.name} (${site.code})`;
  return { json: { code, expiresAt, site }, lines: [code, `For ${purpose}, once, until ${expiresAt}.`] };
}

async function devicesOutcome(storage: Storage): Promise<Outcome> {
  const devices = (await listDevices(storage)).map(({ enrolledAtMs, seenAtMs, revokedAtMs, ...device }) => ({
    ...device,
    enrolledAt: isoOf(enrolledAtMs),
    seenAt: isoOf(seenAtMs),
    revokedAt: revokedAtMs === null ? null : isoOf(revokedAtMs),
  }));
  const lines = devices.map(({ id, siteCode, station, name, seenAt, revokedAt }) => {
    const state = revokedAt === null ? `last heard ${seenAt}` : `revoked ${revokedAt}`;
    return `${siteCode} ${station}  ${id}  ${name}  ${state}`;
  });
  return { json: { devices }, lines: lines.length > 0 ? lines : ['No console is enrolled yet.'] };
}

async function revokeOutcome(
  storage: Storage,
  { deviceId, isWipeAsked }: { deviceId: string; isWipeAsked: boolean },
  nowMs: number,
): Promise<Outcome> {
  await revokeDevice(storage, deviceId, nowMs, isWipeAsked);
  return {
    json: { deviceId, revoked: true, wipe: isWipeAsked },
    lines: [
      `Shut out ${deviceId}. It is told at its next contact${isWipeAsked ? ', and erases what it holds' : ''}.`,
    ],
  };
}
