import { can, may } from '#shared/access/can.ts';
import { type Target, targetOf } from '#shared/access/target.ts';
import { isAuditNote } from '#shared/audit/notes.ts';
import { assertAllowed } from '#shared/kernel/allowance.ts';
import { commandNamed, entityOf } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import { formatHlc, type Hlc, wallMsOf } from '#shared/kernel/clock.ts';
import { assertSigned } from '#shared/kernel/signature.ts';
import type { ClaimedWrite, Command, Site } from '#shared/kernel/define-command.ts';
import type { CollectionName, Entity } from '#shared/kernel/define-entity.ts';
import type { JsonObject } from '#shared/kernel/canonical-json.ts';
import { type DomainError, isDomainError } from '#shared/kernel/errors.ts';
import { type Change, type Entry, LOST_COMMAND } from '#shared/sync/entry.ts';
import { CLOCK_DRIFT_MS_MAX } from '#shared/sync/limits.ts';
import type { Verdict } from '#shared/sync/wire.ts';
import type { Device, ServerRecord } from '../storage/storage.ts';
import { actorOf, assertMayNote } from './actor.ts';
import { type AppliedChange, applyChange, isLost, SITE_FIELD, siteIdOf } from './apply-change.ts';
import { exchangeError, LOST_CODE } from './errors.ts';
import { plainRecord } from './records.ts';
import { isWritable } from './scope.ts';
import { wholeOf } from './whole-of.ts';
import type { TakenLedger } from './taken-rights.ts';
import type { Workspace } from './workspace.ts';

export type JudgeContext = {
  readonly workspace: Workspace;
  readonly device: Device;
  readonly site: Site;
  readonly nowMs: number;
  /** The database was put back lately: what it lost may still come again from the consoles that made it. */
  readonly isEpochYoung: boolean;
  /** What people took at this device under broken glass, as its journal has told up to here. */
  readonly taken: TakenLedger;
};

export type Judged = { readonly verdict: Verdict; readonly isClockClamped: boolean };

/**
 * Judges one entry on what then stands in the workspace. A refused entry leaves nothing but its place in the
 * chain; the next ones are judged without it. A held one leaves nothing at all.
 */
export function judgeEntry(context: JudgeContext, entry: Entry): Judged {
  const { workspace, nowMs } = context;
  const isClockClamped = wallMsOf(entry.hlc) > nowMs + CLOCK_DRIFT_MS_MAX;
  const hlc = isClockClamped ? formatHlc(nowMs, 0) : entry.hlc;
  try {
    const applied = applyEntry(context, entry, hlc);
    workspace.accept();
    return { verdict: applied, isClockClamped };
  } catch (error) {
    workspace.discard();
    if (!isDomainError(error)) throw error;
    return { verdict: refusalOf(entry.seq, error), isClockClamped };
  }
}

function refusalOf(seq: number, { details }: DomainError): Verdict {
  const { code, message, field } = details;
  // The server learns to read it with its next update; refused, the work would be lost.
  if (code === 'schema-too-new' || code === LOST_CODE) return { seq, status: 'held', code, message };
  return { seq, status: 'rejected', code, message, ...(field === undefined ? {} : { field }) };
}

type Applied = AppliedChange & {
  readonly change: Change;
  readonly before: ServerRecord | undefined;
  readonly whole: ServerRecord | undefined;
};

function applyEntry(context: JudgeContext, entry: Entry, hlc: Hlc): Verdict {
  const { workspace, device, site, nowMs } = context;
  const { seq, lane } = entry;
  const version = workspace.nextVersion;
  if (isFiller(entry)) return { seq, status: 'applied', version, overridden: [], refs: [] };
  if (isAuditNote(entry)) {
    assertMayNote(workspace, entry.actor, site);
    context.taken.note(entry);
    return { seq, status: 'applied', version, overridden: [], refs: [] };
  }
  const command = knownCommand(entry.command);
  const entities = declaredEntities(command, entry.changes);
  const ordinary = actorOf(workspace, entry.actor, { command, device, site });
  const actor = context.taken.actorAt(ordinary, entry.hlc);
  const nextRef = () => workspace.nextRef();
  const applied: Applied[] = [];
  for (const [index, change] of entry.changes.entries()) {
    const before = workspace.record(change);
    if (context.isEpochYoung && isLost(change, before)) throw exchangeError('record-lost');
    const siteIds = sitesOf(change, before);
    assertInScope(context, siteIds);
    const entity = must(entities[index], 'one entity per change');
    assertSigned(command, entity, { change, standing: () => before?.fields, signer: entry.actor });
    const touched = touchedBy(change, entity, { workspace, before, entry });
    for (const siteId of siteIds) {
      if (!can(actor, command.feature, { ...touched, siteId }).allowed) throw notPermitted(entry);
    }
    const sentBy = entry.actor.name;
    const changing = { device, site, version, hlc, lane, sentBy, nowMs, nextRef };
    const one = applyChange(changing, entity, change, before);
    const wholeKey = wholeKeyOf(change, entity, before);
    const whole = wholeKey && workspace.record(wholeKey);
    applied.push({ ...one, change, before, whole });
  }
  command.check?.({
    actor,
    site,
    isFounder: device.isFounder,
    hasPeople: workspace.hasPeople(site.id),
    peopleAt: (siteId) => workspace.peopleAt(siteId).map(plainRecord),
    writes: applied.map(claimedWrite),
  });
  if (actor !== ordinary && !may(ordinary, command.feature).allowed)
    context.taken.used(entry, command.feature);
  const overridden: { collection: CollectionName; id: string; fields: JsonObject }[] = [];
  const refs: number[] = [];
  for (const { record, conflicts, change, overridden: fields } of applied) {
    workspace.put(record, conflicts);
    if (record !== undefined && change.op === 'insert') refs.push(record.ref);
    if (Object.keys(fields).length > 0) {
      overridden.push({ collection: change.collection, id: change.id, fields });
    }
  }
  return { seq, status: 'applied', version, overridden, refs };
}

/** See `LOST_COMMAND`: it changes nothing, so anybody may. */
function isFiller({ command, changes }: Entry): boolean {
  return command === LOST_COMMAND && changes.length === 0;
}

function knownCommand(name: string): Command {
  const command = commandNamed(name);
  if (command !== undefined) return command;
  throw exchangeError('command-unknown', { command: name });
}

/** The entity of each change, after checking that the command declares it and the server knows its shape. */
function declaredEntities(command: Command, changes: readonly Change[]): Entity[] {
  const touched = new Set<string>();
  return changes.map((change) => {
    const key = `${change.collection}/${change.id}`;
    if (touched.has(key)) {
      throw exchangeError('record-named-twice');
    }
    touched.add(key);
    const entity = entityOf(change.kind);
    const isDeclared =
      entity !== undefined && entity.collection === change.collection && command.writes.includes(entity);
    if (!isDeclared) {
      throw exchangeError('write-not-declared', { command: command.name, kind: change.kind });
    }
    if (change.schemaVersion > entity.version) {
      throw exchangeError('schema-too-new', {
        kind: change.kind,
        version: change.schemaVersion,
        own: entity.version,
      });
    }
    assertAllowed(command, change);
    return entity;
  });
}

type Standing = {
  readonly workspace: Workspace;
  readonly before: ServerRecord | undefined;
  readonly entry: Entry;
};

/** Whose the record is, as it stands or as it is made; whose a part is, its whole says. */
function touchedBy(change: Change, entity: Entity, { workspace, before, entry }: Standing): Target {
  const whole = wholeKeyOf(change, entity, before);
  if (whole === undefined) return asItStands(change, entity, before);
  const made = entry.changes.find((one) => one.op === 'insert' && one.id === whole.id);
  const standing = workspace.record(whole);
  const kind = entityOf(standing?.kind ?? made?.kind ?? '');
  if (kind === undefined || (standing === undefined && made === undefined))
    return asItStands(change, entity, before);
  return asItStands(made ?? { ...change, id: whole.id }, kind, standing);
}

function wholeKeyOf(change: Change, entity: Entity, before: ServerRecord | undefined) {
  return wholeOf({ ...change, fields: before?.fields ?? change.fields }, entity);
}

function asItStands(
  { fields, id, siteId }: Pick<Change, 'fields' | 'id' | 'siteId'>,
  entity: Entity,
  before: ServerRecord | undefined,
): Target {
  return targetOf(entity, before === undefined ? { ...fields, id, siteId } : plainRecord(before));
}

/** A record that is moved is written at both sites. */
function sitesOf(change: Change, before: ServerRecord | undefined): ReadonlySet<string> {
  const { [SITE_FIELD]: movedTo = change.siteId } = change.fields;
  return new Set([change.siteId, before?.siteId ?? change.siteId, siteIdOf(movedTo)]);
}

function assertInScope({ workspace, site }: JudgeContext, siteIds: ReadonlySet<string>): void {
  const isOurs = [...siteIds].every((siteId) => isWritable(siteId, site) && workspace.isKnownSite(siteId));
  if (isOurs) return;
  throw exchangeError('record-of-another-site');
}

function notPermitted({ actor: { name } }: Entry): DomainError {
  return name === '' ? exchangeError('console-may-not') : exchangeError('person-may-not', { name });
}

/** The merge is part of the claim: what is checked is what would stand. */
function claimedWrite({ change, before, record, whole }: Applied): ClaimedWrite {
  const after = change.op === 'delete' ? undefined : (record ?? before);
  return {
    kind: change.kind,
    op: change.op,
    id: change.id,
    before: before && plainRecord(before),
    after: after && plainRecord(after),
    whole: whole && plainRecord(whole),
  };
}
