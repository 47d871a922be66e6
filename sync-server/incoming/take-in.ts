import { createHash } from 'node:crypto';
import { can } from '#shared/access/can.ts';
import { type CallIntent, intentOf, siteCodeIn } from '#shared/domains/incidents/rules/incoming-call.ts';
import { policyAmong } from '#shared/domains/incidents/rules/policy.ts';
import { incidentCall } from '#shared/domains/incidents/schema/call.ts';
import { ANY_TYPE, incidentPolicy } from '#shared/domains/incidents/schema/policy.ts';
import { notificationPreferences } from '#shared/domains/notifications/schema.ts';
import { actorOfPerson } from '#shared/domains/people/actor.ts';
import { type Person, person } from '#shared/domains/people/schema.ts';
import { isoOf } from '#shared/kernel/clock.ts';
import type { Site } from '#shared/kernel/define-command.ts';
import type { Entity, RecordOf } from '#shared/kernel/define-entity.ts';
import { MINUTE_MS } from '#shared/kernel/durations.ts';
import type { Label } from '#shared/kernel/words.ts';
import { organisationOf } from '../enrolment/administer.ts';
import { putAsServer } from '../enrolment/put-as-server.ts';
import { plainRecord } from '../exchange/records.ts';
import { inOrganisation, type ServerContext } from '../http/context.ts';
import { readRecord } from '../notify/message-sender.ts';
import type { ListedKind, StorageTx } from '../storage/storage.ts';
import type { Incoming } from './incoming.ts';

/** A site that was not heard for longer is out of reach for now: consoles ask every quarter of an hour at the latest. */
const QUIET_MS = 20 * MINUTE_MS;

type Context = Pick<ServerContext, 'storage' | 'clock' | 'news'>;
type Answer = { readonly labels: readonly Label[]; readonly hasNews: boolean };

/**
 * Keeps what came in as a record of the site that it concerns, which takes it when it has it (commands/take-call.ts);
 * and says what becomes of it. Sent again under the same id, it is kept once and answered again.
 */
export async function takeIn(context: Context, incoming: Incoming): Promise<readonly Label[]> {
  const nowMs = context.clock.now();
  const { labels, hasNews } = await inOrganisation(context, (tx) => taken(tx, incoming, nowMs));
  if (hasNews) {
    const { id, version } = await organisationOf(context.storage);
    context.news.publish({ organisationId: id, version });
  }
  return labels;
}

async function taken(tx: StorageTx, incoming: Incoming, nowMs: number): Promise<Answer> {
  const intent = intentOf({ callKind: incoming.kind, said: incoming.text });
  if (intent.what === 'nothing') return refused('notUnderstood');
  const caller = await callerWith(tx, incoming.from);
  const site = await siteMeant(tx, intent, caller);
  if (site === undefined) {
    return refused(intent.what === 'report' ? 'unknownNumber' : 'unknownAcknowledges');
  }
  if (caller === undefined && intent.what === 'acknowledge') return refused('unknownAcknowledges');
  if (caller === undefined && !(await takesUnknown(tx, site)))
    return refused('notTaken', { site: site.name });
  const may = rightsOf(caller, site);
  if (caller !== undefined && !(intent.what === 'report' ? may.mayReport : may.mayAcknowledge)) {
    return refused('notAllowed', { name: caller.name, site: site.name });
  }
  const hasNews = await keep(tx, { incoming, caller, site, nowMs });
  const quietMs = await quietMsOf(tx, site.id, nowMs);
  const key = intent.what === 'acknowledge' ? 'acknowledged' : caller ? 'reported' : 'reportedUnknown';
  const said = says(key, { name: caller?.name ?? '', site: site.name });
  const minutes = Math.floor(quietMs / MINUTE_MS);
  const waits = quietMs > QUIET_MS ? [says('waits', { site: site.name, minutes })] : [];
  return { labels: [said, ...waits], hasNews };
}

/** False where it was kept before. */
async function keep(
  tx: StorageTx,
  {
    incoming,
    caller,
    site,
    nowMs,
  }: { incoming: Incoming; caller: Person | undefined; site: Site; nowMs: number },
): Promise<boolean> {
  const id = idFrom(incoming.id);
  if ((await tx.records([{ collection: incidentCall.collection, id }])).length > 0) return false;
  const fields = {
    callKind: incoming.kind,
    fromNumber: incoming.from,
    said: incoming.text,
    claimedId: caller?.id ?? null,
    claimedName: caller?.name ?? '',
    ...rightsOf(caller, site),
    receivedAt: isoOf(nowMs),
    handledAt: null,
    outcome: 'waiting',
    incidentId: null,
  };
  const write = { entity: incidentCall, id, siteId: site.id, fields, lane: 0 as const };
  await putAsServer(tx, [{ ...write, setAtMs: nowMs, arrivedAtMs: nowMs }]);
  return true;
}

/** The one person who has given this number; of two, neither is known by it. */
async function callerWith(tx: StorageTx, number: string): Promise<Person | undefined> {
  const ways = (await listed(tx, notificationPreferences)).filter(({ phone }) => phone === number);
  const found: Person[] = [];
  for (const { id } of ways) {
    const known = await readRecord(tx, person, id);
    if (known?.active === true) found.push(known);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** The one that is named, else the caller's own. */
async function siteMeant(
  tx: StorageTx,
  intent: Exclude<CallIntent, { what: 'nothing' }>,
  caller: Person | undefined,
): Promise<Site | undefined> {
  const code = intent.what === 'report' ? intent.siteCode : siteCodeIn(intent.number);
  const named = code === null ? undefined : await tx.siteByCode(code);
  return named ?? (caller === undefined ? undefined : tx.site(caller.siteId));
}

async function takesUnknown(tx: StorageTx, site: Site): Promise<boolean> {
  const policies = await listed(tx, incidentPolicy);
  const policy = policyAmong(
    ({ siteId, incidentType }) =>
      policies.find((one) => one.siteId === siteId && one.incidentType === incidentType),
    site,
    ANY_TYPE,
  );
  return policy.takesUnknownReports;
}

function rightsOf(caller: Person | undefined, site: Site): { mayReport: boolean; mayAcknowledge: boolean } {
  if (caller === undefined) return { mayReport: false, mayAcknowledge: false };
  const actor = actorOfPerson(caller);
  const target = { siteId: site.id, ownerId: caller.id };
  return {
    mayReport: can(actor, 'incidents.report', target).allowed,
    mayAcknowledge: can(actor, 'incidents.acknowledge', target).allowed,
  };
}

async function listed<E extends Entity<ListedKind>>(tx: StorageTx, entity: E): Promise<RecordOf<E>[]> {
  const { kind } = entity;
  return (await tx.recordsOfKind(kind)).flatMap((record) => {
    const fields = entity.upgrade(record.fields, record.schemaVersion);
    const parsed = entity.schema.safeParse(plainRecord({ ...record, fields }));
    // Parsed by this entity's own schema.
    return parsed.success ? [parsed.data as RecordOf<E>] : [];
  });
}

async function quietMsOf(tx: StorageTx, siteId: string, nowMs: number): Promise<number> {
  const own = (await tx.devices()).filter((one) => one.siteId === siteId && one.revokedAtMs === null);
  return Math.max(0, nowMs - Math.max(0, ...own.map(({ seenAtMs }) => seenAtMs)));
}

/** The same id for the same message, whichever replica it comes to. */
function idFrom(gatewayId: string): string {
  const hex = createHash('sha256').update(`incoming call ${gatewayId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function says(key: string, params: Label['params'] = {}): Label {
  return { key: `incidents.say.${key}`, params };
}

function refused(key: string, params: Label['params'] = {}): Answer {
  return { labels: [says(key, params)], hasNews: false };
}
