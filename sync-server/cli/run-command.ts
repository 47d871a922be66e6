import { isoOf } from '#shared/kernel/clock.ts';
import { missingCase } from '#shared/kernel/assert.ts';
import {
  createOrganisation,
  type IssuedCode,
  issueFoundingCode,
  issueSiteCode,
  listDevices,
  revokeDevice,
} from '../enrolment/administer.ts';
import type { Storage } from '../storage/storage.ts';
import type { AdministerLine } from './command-line.ts';
import { openDataFolder } from './data-folder.ts';

/** What a command answers: an object for scripts, lines for people. */
type Outcome = { readonly json: object; readonly lines: readonly string[] };

/** Runs one administrative command. Works beside a running server; both open the same file. */
export async function runCommand(line: AdministerLine, nowMs: number): Promise<string> {
  const { storage } = openDataFolder(line.dataFolder);
  try {
    const { json, lines } = await outcomeOf(storage, line, nowMs);
    return line.json ? JSON.stringify(json) : lines.join('\n');
  } finally {
    await storage.close();
  }
}

async function outcomeOf(storage: Storage, line: AdministerLine, nowMs: number): Promise<Outcome> {
  switch (line.command) {
    case 'init': {
      const { id, name } = await createOrganisation(storage, line.organisation, nowMs);
      return { json: { organisationId: id, name }, lines: [`Created the organisation ${name}.`] };
    }
    case 'code':
      return codeOutcome(await issueSiteCode(storage, line, nowMs));
    case 'found':
      return codeOutcome(await issueFoundingCode(storage, nowMs));
    case 'devices': {
      const devices = (await listDevices(storage)).map(
        ({ enrolledAtMs, seenAtMs, revokedAtMs, ...device }) => ({
          ...device,
          enrolledAt: isoOf(enrolledAtMs),
          seenAt: isoOf(seenAtMs),
          revokedAt: revokedAtMs === null ? null : isoOf(revokedAtMs),
        }),
      );
      const lines = devices.map(
        ({ id, siteCode, station, name, seenAt, revokedAt }) =>
          `${siteCode} ${station}  ${id}  ${name}  ${revokedAt === null ? `last heard ${seenAt}` : `revoked ${revokedAt}`}`,
      );
      return { json: { devices }, lines: lines.length > 0 ? lines : ['No console is enrolled yet.'] };
    }
    case 'revoke': {
      await revokeDevice(storage, line.deviceId, nowMs);
      return {
        json: { deviceId: line.deviceId, revoked: true },
        lines: [`Shut out ${line.deviceId}. It is told at its next contact.`],
      };
    }
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
