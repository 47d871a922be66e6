import { isDeepStrictEqual } from 'node:util';
import { entityOf } from '#shared/domains/registry.ts';
import { must } from '#shared/kernel/assert.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { Entry } from '#shared/sync/entry.ts';
import type { OfficeServer } from './office-server.ts';
import type { SimConsole } from './sim-console.ts';
import type { World } from './world.ts';

type Find = (finding: string) => void;

/** Everything that must be so once all is quiet, and is not. */
export async function findingsOf(world: World): Promise<string[]> {
  const findings: string[] = [];
  const { server } = world;
  const isExact = !world.hasRestoredServer;
  for (const { name, console: one, mirror } of world.devices) {
    const find = (finding: string) => findings.push(`${name}: ${finding}`);
    await checkJournal(server, one, find, isExact);
    // A console that was moved before it had sent a file can't send it any more: it does not see its record.
    await checkRecords(server, one, find, !world.plan.troubles.has('moves'));
    await checkAcknowledged(server, one, { find, hasFormer: !world.hasRestoredServer });
    checkMirror(one, mirror, find);
  }
  checkNames(world, (finding) => findings.push(finding));
  await checkOnce(server, (finding) => findings.push(`server: ${finding}`));
  return findings;
}

/** A copy of a console is noticed, also where neither of them does anything: one of the two has another name now. */
function checkNames({ devices }: World, find: Find): void {
  const names = new Map<string, string>();
  for (const { name, console: one } of devices) {
    const other = names.get(one.deviceId);
    if (other !== undefined) find(`${name} still goes by the name of ${other}`);
    names.set(one.deviceId, name);
  }
}

/** What people have settled was refused. */
const AT_SERVER: { readonly [state: string]: string } = { retried: 'rejected', discarded: 'rejected' };

/**
 * Every entry of a console is at the server, with the same verdict, under the same chain. Returns how many
 * there are. Not `isExact`: where both sides were put back, versions in verdicts may be those of different epochs.
 */
export async function checkJournal(
  server: OfficeServer,
  one: SimConsole,
  find: Find,
  isExact = true,
): Promise<number> {
  const verified = one.store.journal.verify();
  if (!verified.sound) {
    find(`the chain breaks at entry ${verified.badSeq}`);
    return 0;
  }
  const attention = new Set(one.sync.service.attention().map(({ seq }) => seq));
  for (let seq = 1; seq <= verified.entries; seq += 1) {
    const row = must(one.store.journal.row(seq), `entry ${seq}`);
    const stored = await server.entryOf(one.deviceId, seq);
    if (stored === undefined) {
      find(`entry ${seq} never reached the server`);
      continue;
    }
    if (stored.hash === null || Buffer.compare(stored.hash, row.hash) !== 0)
      find(`entry ${seq} differs at the server`);
    const own: unknown = JSON.parse(row.verdict ?? 'null');
    const isSettled = row.state in AT_SERVER;
    if (isExact && !isSettled && !isDeepStrictEqual(own, JSON.parse(JSON.stringify(stored.verdict))))
      find(`entry ${seq} has another verdict here`);
    if ((AT_SERVER[row.state] ?? row.state) !== stored.verdict.status)
      find(`entry ${seq} is ${row.state} here, ${stored.verdict.status} there`);
    if (stored.verdict.status === 'rejected' && !isSettled && !attention.has(seq))
      find(`entry ${seq} was refused and nobody sees it`);
  }
  if ((await server.entryOf(one.deviceId, verified.entries + 1)) !== undefined) {
    find('the server has entries this console never made');
  }
  return verified.entries;
}

/** A console that is in step has what the server has in its scope, and nothing waits. */
export async function checkRecords(
  server: OfficeServer,
  one: SimConsole,
  find: Find,
  hasAttachments = true,
): Promise<void> {
  const { problem, outboxEntries, link, attachmentsWaiting } = one.sync.service.status();
  if (problem !== null) find(`${link}: ${problem.code} ${problem.message}`);
  if (outboxEntries > 0) find(`${outboxEntries} entries still wait`);
  if (hasAttachments && attachmentsWaiting > 0) find(`${attachmentsWaiting} attachments still wait`);
  if (one.shadows() > 0) find(`${one.shadows()} shadows are left`);
  const site = must(one.store.state.site, 'a site');
  const theirs = new Map((await server.recordsFor(site)).map((record) => [record.id, record]));
  const ours = new Map(one.records().map((record) => [record.id, record]));
  for (const id of new Set([...theirs.keys(), ...ours.keys()])) {
    const [here, there] = [ours.get(id), theirs.get(id)];
    if (here === undefined) find(`${there?.kind} ${id} is missing`);
    else if (there === undefined) find(`${here.kind} ${id} is not at the server`);
    else if (canonicalJson(here) !== canonicalJson(there)) find(difference(here, there));
    else if (entityOf(here.kind)?.schema.safeParse(here).success !== true)
      find(`${here.kind} ${id} is not valid`);
  }
}

/**
 * What a console was told has been applied is there; what it did under a former name only where the server never
 * lost it: nobody sends it again in that name.
 */
async function checkAcknowledged(
  server: OfficeServer,
  one: SimConsole,
  { find, hasFormer }: { find: Find; hasFormer: boolean },
): Promise<void> {
  const there = new Set((await server.allRecords()).map(({ id }) => id));
  const { horizon } = await server.inTransaction((tx) => tx.organisation());
  // A record may have been removed and its tombstone purged since.
  if (horizon > 0) return;
  // The columns are TEXT in STRICT tables.
  const applied = (journal: string) =>
    one.store.db.prepare(`SELECT entry FROM ${journal} WHERE state = 'applied'`).pluck().all() as string[];
  const texts = [...applied('journal'), ...(hasFormer ? applied('former_journal') : [])];
  for (const text of texts) {
    const { command, changes } = Entry.parse(JSON.parse(text));
    for (const { op, kind, id } of changes) {
      if (op === 'insert' && !there.has(id)) find(`${kind} ${id} of ${command} was acknowledged and is lost`);
    }
  }
}

/** No two applied entries made the same record, whoever sent them, and every chain is whole. */
async function checkOnce(server: OfficeServer, find: Find): Promise<void> {
  const made = new Set<string>();
  await server.inTransaction(async (tx) => {
    for (const { id: deviceId, lastSeq, highestSeq } of await tx.devices()) {
      const range = { fromSeq: 1, toSeq: Number.MAX_SAFE_INTEGER, rowsMax: 10_000 };
      for (const { seq, text, verdict, hash } of await tx.entriesBetween(deviceId, range)) {
        if (seq <= lastSeq && hash === null) find(`entry ${seq} of ${deviceId} has no hash`);
        if (seq > highestSeq) find(`entry ${seq} of ${deviceId} is beyond its highest`);
        if (verdict.status !== 'applied') continue;
        for (const { op, id } of Entry.parse(JSON.parse(text)).changes) {
          if (op !== 'insert') continue;
          if (made.has(id)) find(`${id} was made twice`);
          made.add(id);
        }
      }
    }
  });
}

/** A list that lives on what it is told shows what there is. */
function checkMirror(one: SimConsole, mirror: ReadonlyMap<string, boolean>, find: Find): void {
  const shown = [...mirror].filter(([, isThere]) => isThere).map(([id]) => id);
  const there = new Set(one.records().map(({ id }) => id));
  for (const id of shown) if (!there.delete(id)) find(`a list still shows ${id}`);
  for (const id of there) find(`a list was never told of ${id}`);
}

function difference(
  here: { readonly [field: string]: unknown; readonly id: string; readonly kind: string },
  there: { readonly [field: string]: unknown },
): string {
  const fields = [...new Set([...Object.keys(here), ...Object.keys(there)])]
    .filter((field) => !isDeepStrictEqual(here[field], there[field]))
    .map((field) => `${field}: ${JSON.stringify(here[field])} here, ${JSON.stringify(there[field])} there`);
  return `${here.kind} ${here.id} differs in ${fields.join('; ')}`;
}
