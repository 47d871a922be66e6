import { person } from '#shared/domains/people/schema.ts';
import { callRefusal } from '#shared/domains/incidents/schema/call.ts';
import { must } from '#shared/kernel/assert.ts';
import { isDomainError } from '#shared/kernel/errors.ts';
import { PROTOCOL_VERSION } from '#shared/sync/limits.ts';
import type { SchemaTable } from '#shared/sync/schemas.ts';
import type { ExchangeRequest, ExchangeResponse, PerLane, RecordDelta } from '#shared/sync/wire.ts';
import type {
  Device,
  Organisation,
  RecordKey,
  RecordTx,
  ServerRecord,
  Storage,
  StorageTx,
} from '../storage/storage.ts';
import { beginEpochOnEvidence, isAhead } from './epoch.ts';
import { type Asking, deltaOf } from './delta.ts';
import { exchangeError } from './errors.ts';
import { grantsDue } from './grants.ts';
import { type NewsSource, pull } from './pull.ts';
import { type Taken, takeEntries } from './take-entries.ts';
import { schemasOf, viewOf } from './view.ts';
import { witnessDue } from './witness.ts';

type Exchanging = {
  readonly deviceId: string;
  readonly request: ExchangeRequest;
  readonly nowMs: number;
  /** Whether the server listens to gateways; undefined where that is not known. */
  readonly takesCalls?: boolean | undefined;
};

/**
 * One exchange, in one transaction: what the device sends is judged, then it is told what it does not know,
 * so that verdicts, records and cursors speak of one state. A device applies the verdicts first, then the
 * records.
 */
export async function exchangeIn(
  storage: Storage,
  organisationId: string,
  asked: Exchanging,
): Promise<ExchangeResponse> {
  const { nowMs } = asked;
  try {
    return await storage.transaction(organisationId, (tx) => exchange(tx, asked));
  } catch (error) {
    // Entries are missing here that the device was told of: the database was put back from a backup.
    if (isDomainError(error) && error.code === 'chain-broken') {
      await storage.transaction(organisationId, (tx) => beginEpochOnEvidence(tx, nowMs));
    }
    throw error;
  }
}

async function exchange(
  tx: StorageTx,
  { deviceId, request, nowMs, takesCalls }: Exchanging,
): Promise<ExchangeResponse> {
  let organisation = request.entries.length > 0 ? await tx.lockOrganisation() : await tx.organisation();
  const device = must(await tx.device(deviceId), `device ${deviceId}`);
  const site = must(await tx.site(device.siteId), `site ${device.siteId}`);
  const identified = identify(device, request);
  const ahead = isAhead(organisation, request);
  if (ahead) organisation = await beginEpochOnEvidence(tx, nowMs);
  const taken = await takeEntries(tx, { organisation, device: identified, site, request, nowMs });
  const versionBefore = organisation.version;
  organisation = taken.organisation;
  const schemas = schemasOf(device, request);
  const view = schemas === undefined ? request.view : viewOf(site, schemas);
  const base = {
    protocol: PROTOCOL_VERSION,
    serverTimeMs: nowMs,
    epoch: organisation.epoch,
    view,
    version: organisation.version,
    verdicts: [...taken.verdicts],
    startOver: ahead || !isContinuing(organisation, view, request),
    askSchemas: schemas === undefined,
  };
  const moved: Device = { ...taken.device, ...passing(taken.device, request, base.startOver) };
  const next = schemas === undefined ? moved : { ...moved, schemas: request.schemas, schemaTable: schemas };
  if (base.startOver) {
    await saveDevice(tx, device, next);
    const place = { site, station: device.station };
    return { ...base, place, records: [], cursors: [0, 0, 0, 0], more: request.lanes };
  }
  if (schemas === undefined) {
    await saveDevice(tx, device, next);
    return { ...base, records: [], cursors: request.cursors, more: request.lanes };
  }
  const { since, began, echo, cursors, lanes, budgetBytes } = request;
  const asking = { deviceId, site, schemas, since, began, echo };
  const { version } = organisation;
  const source = newsSource(tx, { before: versionBefore, changed: taken.changed });
  const page = await pull(source, { asking, version, cursors, lanes, budgetBytes });
  const records = [...page.records, ...(await repeated(tx, request, taken, asking))];
  const isStaffChanged = [...taken.changed, ...records].some(({ kind }) => kind === person.kind);
  const { turn } = request;
  const grants = await grantsDue(tx, { device: next, site, schemas, turn, nowMs, isStaffChanged });
  const witness = await witnessDue(tx, { device: next, schemas, turn, nowMs });
  await saveDevice(tx, device, havingSigned(next, { grants, witness, turn, nowMs }));
  return {
    ...base,
    ...page,
    records,
    ...(grants === undefined ? {} : { grants }),
    // As often as grants: it changes with the server's settings alone.
    ...(grants === undefined || takesCalls === undefined || !knowsOfCalls(schemas) ? {} : { takesCalls }),
    ...(witness === undefined ? {} : { witness }),
  };
}

/** Kinds tell what a program knows: this one came with the word of the server. */
function knowsOfCalls(schemas: SchemaTable): boolean {
  return (schemas[callRefusal.kind] ?? 0) > 0;
}

/** The device with what was signed for it this time, so that it is not signed again with each answer. */
function havingSigned(
  device: Device,
  { grants, witness, turn, nowMs }: Signed & { readonly turn: number; readonly nowMs: number },
): Device {
  if (grants === undefined && witness === undefined) return device;
  const granted = grants === undefined ? {} : { grantedAtMs: nowMs, grantedTurn: turn };
  const witnessed =
    witness === undefined ? {} : { witnessedSeq: witness.seq, witnessedAtMs: nowMs, witnessedTurn: turn };
  return { ...device, signIn: { ...device.signIn, ...granted, ...witnessed } };
}

type Signed = {
  readonly grants: ExchangeResponse['grants'];
  readonly witness: ExchangeResponse['witness'];
};

/** Below every version, so that everything is told, a deletion too. */
const BEFORE_ALL: PerLane = [-1, -1, -1, -1];

/**
 * A verdict that is given again may be older than what the device has been told of the record since, in
 * another lane: applied late, it would undo that. So the records that have changed after it
 * are told as they are now.
 */
async function repeated(
  tx: RecordTx,
  { entries }: ExchangeRequest,
  { repeated: versions }: Taken,
  asking: Asking,
): Promise<RecordDelta[]> {
  if (versions.size === 0) return [];
  const first = new Map<string, RecordKey & { version: number }>();
  for (const { seq, changes } of entries) {
    const version = versions.get(seq);
    for (const { collection, id } of version === undefined ? [] : changes) {
      const key = `${collection}/${id}`;
      if (version !== undefined && !first.has(key)) first.set(key, { collection, id, version });
    }
  }
  const records = await tx.records([...first.values()]);
  return records
    .filter(({ collection, id, version }) => version > (first.get(`${collection}/${id}`)?.version ?? 0))
    .flatMap((record) => deltaOf(record, { ...asking, since: BEFORE_ALL, began: 0, echo: true }) ?? []);
}

/**
 * Who was up to date when it asked is told of nothing but what its own entries did: that is at hand, and the
 * database need not be asked.
 */
function newsSource(
  tx: RecordTx,
  { before, changed }: { before: number; changed: readonly ServerRecord[] },
): NewsSource {
  return {
    async recordsAfter(query) {
      if (changed.length === 0 || query.after < before) return tx.recordsAfter(query);
      const { lane, after, upTo, rowsMax } = query;
      return changed
        .filter(({ laneVersions }) => laneVersions[lane] > after && laneVersions[lane] <= upTo)
        .toSorted((a, b) => a.laneVersions[lane] - b.laneVersions[lane])
        .slice(0, rowsMax);
    },
  };
}

/** Throws `cloned` for a store that another one with the same key has replaced. */
function identify(device: Device, { incarnation }: ExchangeRequest): Device {
  if (incarnation === device.incarnation) return device;
  if (device.pastIncarnations.includes(incarnation)) throw exchangeError('cloned');
  return { ...device, incarnation, pastIncarnations: [...device.pastIncarnations, device.incarnation] };
}

/** Whether what the device has can be gone on from: same epoch, same view, and no tombstone purged that it needs. */
function isContinuing(organisation: Organisation, view: string, request: ExchangeRequest): boolean {
  const { cursors, since, began } = request;
  const isNew = request.epoch === '' && request.view === '' && cursors.every((cursor) => cursor === 0);
  if (isNew) return true;
  if (request.epoch !== organisation.epoch || request.view !== view) return false;
  return !cursors.some((cursor, lane) => {
    const passed = since[lane] === 0 ? began : cursor;
    return passed !== 0 && passed < organisation.horizon;
  });
}

/** What the device shows to have received: tombstones up to there are no longer kept for its sake. */
function passing(
  device: Device,
  { cursors }: ExchangeRequest,
  startsOver: boolean,
): Pick<Device, 'passedVersion'> {
  return { passedVersion: startsOver ? device.passedVersion : Math.min(...cursors) };
}

async function saveDevice(tx: StorageTx, before: Device, after: Device): Promise<void> {
  const isSame =
    before.lastSeq === after.lastSeq &&
    before.highestSeq === after.highestSeq &&
    before.incarnation === after.incarnation &&
    before.schemas === after.schemas &&
    before.signIn === after.signIn &&
    before.passedVersion === after.passedVersion;
  if (!isSame) await tx.saveDevice(after);
}
