import { can } from '#shared/access/can.ts';
import { commandNamed, entityOf } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import { formatHlc, type Hlc, wallMsOf } from '#shared/kernel/clock.ts';
import type { ClaimedWrite, Command, Site } from '#shared/kernel/define-command.ts';
import type { Entity } from '#shared/kernel/define-entity.ts';
import { DomainError, isDomainError } from '#shared/kernel/errors.ts';
import { type Change, type Entry, entryText } from '#shared/sync/entry.ts';
import { CLOCK_DRIFT_MS_MAX } from '#shared/sync/limits.ts';
import type { Verdict } from '#shared/sync/wire.ts';
import type { Device, ServerRecord, StorageTx } from '../storage/storage.ts';
import { actorOf } from './actor.ts';
import { type AppliedChange, applyChange } from './apply-change.ts';
import type { ChainLink } from './chain.ts';
import { plainRecord } from './records.ts';
import { COMPANY_WIDE, isWritable } from './scope.ts';

export type JudgeContext = {
  readonly tx: StorageTx;
  readonly device: Device;
  readonly site: Site;
  readonly nowMs: number;
};

/**
 * Judges one entry on what then stands, and keeps it with its verdict. A refused entry leaves nothing but
 * its place in the chain; the next ones are judged without it.
 */
export async function judgeEntry(context: JudgeContext, { entry, hash }: ChainLink): Promise<Verdict> {
  const { tx, device, nowMs } = context;
  const isClockClamped = wallMsOf(entry.hlc) > nowMs + CLOCK_DRIFT_MS_MAX;
  const hlc = isClockClamped ? formatHlc(nowMs, 0) : entry.hlc;
  const verdict = await verdictOf(context, entry, hlc);
  await tx.insertEntry(device.id, {
    seq: entry.seq,
    hash,
    text: entryText(entry),
    verdict,
    version: verdict.status === 'applied' ? verdict.version : null,
    receivedAtMs: nowMs,
    isClockClamped,
  });
  return verdict;
}

async function verdictOf(context: JudgeContext, entry: Entry, hlc: Hlc): Promise<Verdict> {
  try {
    return await context.tx.savepoint(() => applyEntry(context, entry, hlc));
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const { code, message, field } = error.details;
    return { seq: entry.seq, status: 'rejected', code, message, ...(field === undefined ? {} : { field }) };
  }
}

type Judged = AppliedChange & { readonly change: Change; readonly before: ServerRecord | undefined };

async function applyEntry(context: JudgeContext, entry: Entry, hlc: Hlc): Promise<Verdict> {
  const { tx, device, site, nowMs } = context;
  const command = knownCommand(entry.command);
  const entities = declaredEntities(command, entry.changes);
  const actor = await actorOf(tx, entry.actor, { command, device, site });
  const version = await tx.nextVersion();
  const judged: Judged[] = [];
  for (const [index, change] of entry.changes.entries()) {
    const before = await tx.record(change.collection, change.id);
    await assertInScope(context, change, before);
    if (!can(actor, command.feature, { siteId: change.siteId }).allowed) throw notPermitted(entry);
    const entity = must(entities[index], 'one entity per change');
    const applied = applyChange({ device, site, version, hlc, nowMs }, entity, change, before);
    judged.push({ ...applied, change, before });
  }
  command.check?.({
    actor,
    site,
    isFounder: device.isFounder,
    hasPeople: await tx.hasPeople(site.id),
    writes: judged.map(claimedWrite),
  });
  for (const { record, conflicts } of judged) {
    if (record !== undefined) await tx.putRecord(record);
    for (const conflict of conflicts) await tx.insertConflict(conflict);
  }
  const overridden = judged
    .filter(({ overridden: fields }) => Object.keys(fields).length > 0)
    .map(({ change, overridden: fields }) => ({ collection: change.collection, id: change.id, fields }));
  return { seq: entry.seq, status: 'applied', version, overridden };
}

function knownCommand(name: string): Command {
  const command = commandNamed(name);
  if (command !== undefined) return command;
  throw new DomainError({
    code: 'command-unknown',
    message: `The server does not know ${name}.`,
    remedy: 'Update the server; the console is newer.',
  });
}

/** The entity of each change, after checking that the command declares it and the server knows its shape. */
function declaredEntities(command: Command, changes: readonly Change[]): Entity[] {
  const touched = new Set<string>();
  return changes.map((change) => {
    const key = `${change.collection}/${change.id}`;
    if (touched.has(key)) {
      throw new DomainError({
        code: 'invalid-input',
        message: 'An entry names each record once.',
        field: 'changes',
      });
    }
    touched.add(key);
    const entity = entityOf(change.kind);
    const isDeclared =
      entity !== undefined && entity.collection === change.collection && command.writes.includes(entity);
    if (!isDeclared) {
      throw new DomainError({
        code: 'write-not-declared',
        message: `${command.name} does not write ${change.kind} records.`,
      });
    }
    if (change.schemaVersion > entity.version) {
      throw new DomainError({
        code: 'schema-too-new',
        message: `The console writes ${change.kind} records of version ${change.schemaVersion}; the server knows ${entity.version}.`,
        remedy: 'Update the server.',
      });
    }
    return entity;
  });
}

async function assertInScope(
  { tx, site }: JudgeContext,
  change: Change,
  before: ServerRecord | undefined,
): Promise<void> {
  const isHere = before === undefined || before.siteId === change.siteId;
  if (isHere && isWritable(change.siteId, site) && (await isKnownSite(tx, change.siteId))) return;
  throw new DomainError({
    code: 'record-out-of-scope',
    message: 'This record belongs to another site.',
    remedy: 'Ask that site, or the office, to change it.',
    field: 'siteId',
  });
}

async function isKnownSite(tx: StorageTx, siteId: string): Promise<boolean> {
  return siteId === COMPANY_WIDE || (await tx.site(siteId)) !== undefined;
}

function notPermitted(entry: Entry): DomainError {
  return new DomainError({
    code: 'forbidden',
    message: `${entry.actor.name || 'The console'} may not do this here.`,
    remedy: 'Ask an administrator.',
  });
}

/** The merge is part of the claim: what is checked is what would stand. */
function claimedWrite({ change, before, record }: Judged): ClaimedWrite {
  const after = change.op === 'delete' ? undefined : (record ?? before);
  return {
    kind: change.kind,
    op: change.op,
    id: change.id,
    before: before && plainRecord(before),
    after: after && plainRecord(after),
  };
}
