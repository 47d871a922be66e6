import { person } from '#shared/domains/people/schema.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import { GRANTS_CAME_WITH, grantEndsAtMs, type GrantSet, grantText } from '#shared/sync/grants.ts';
import type { SchemaTable } from '#shared/sync/schemas.ts';
import { serverKey } from '../server-key.ts';
import type { Device, StorageTx } from '../storage/storage.ts';
import { plainRecord } from './records.ts';
import { DAY_MS } from '#shared/kernel/durations.ts';

/**
 * The company's word for the people of a console, if it is time for it: once a day, when one of its people changed,
 * or when the last one seems not to have arrived.
 */
export async function grantsDue(
  tx: StorageTx,
  asking: {
    readonly device: Device;
    readonly site: Site;
    readonly schemas: SchemaTable;
    readonly turn: number;
    readonly nowMs: number;
    readonly isStaffChanged: boolean;
  },
): Promise<GrantSet | undefined> {
  const { device, site, schemas, turn, nowMs, isStaffChanged } = asking;
  if ((schemas[GRANTS_CAME_WITH] ?? 0) === 0) return undefined;
  const { grantedAtMs, grantedTurn } = device.signIn;
  const isLost = turn <= grantedTurn;
  if (!isStaffChanged && !isLost && nowMs - grantedAtMs < DAY_MS) return undefined;
  const people = (await tx.peopleAt(site.id)).flatMap((record) => {
    const { id, role, active } = person.schema.parse(plainRecord(record));
    return active ? [{ id, role }] : [];
  });
  const said = {
    siteId: site.id,
    issuedAtMs: nowMs,
    expiresAtMs: grantEndsAtMs(site.kind, nowMs),
    people: people.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, PEOPLE_MAX),
  };
  const key = await serverKey(tx);
  return { ...said, signature: Buffer.from(key.sign(grantText(device.id, said))).toString('hex') };
}

/** More people than any site has; whoever comes after them is vouched for by the console's own records. */
const PEOPLE_MAX = 1_000;
