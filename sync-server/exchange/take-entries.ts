import type { Site } from '#shared/kernel/define-command.ts';
import type { ExchangeRequest, Verdict } from '#shared/sync/wire.ts';
import { queueCallerAnswers } from '../incoming/queue-caller-answers.ts';
import { queueDeliveries } from '../notify/queue-deliveries.ts';
import type { Device, Organisation, ServerRecord, StorageTx, StoredEntry } from '../storage/storage.ts';
import { type Chain, type ChainLink, readChain, type SentEntry } from './chain.ts';
import { isYoung } from './epoch.ts';
import { judgeEntry } from './judge.ts';
import { TakenLedger } from './taken-rights.ts';
import { Workspace } from './workspace.ts';

type Taking = {
  readonly organisation: Organisation;
  readonly device: Device;
  readonly site: Site;
  readonly request: ExchangeRequest;
  readonly nowMs: number;
};

export type Taken = {
  readonly organisation: Organisation;
  readonly device: Device;
  readonly verdicts: readonly Verdict[];
  /** Applied entries whose verdict was given before, and their versions. */
  readonly repeated: ReadonlyMap<number, number>;
  /** Records that this exchange has changed. */
  readonly changed: readonly ServerRecord[];
};

/** Judges what a device sent, in the order of its journal, and keeps it with its verdicts. */
export async function takeEntries(tx: StorageTx, taking: Taking): Promise<Taken> {
  const { device, organisation, request } = taking;
  const chain = await readChain(tx, device, request);
  const known = chain.judged.map(({ verdict }) => verdict);
  const repeated = new Map(
    chain.judged.flatMap(({ seq, version }): [number, number][] =>
      version === null ? [] : [[seq, version]],
    ),
  );
  if (chain.fresh.length === 0) {
    const run = chain.run;
    const advanced = await advance(tx, device, { run, kept: [] });
    return { organisation, device: advanced, verdicts: known, repeated, changed: [] };
  }
  const entries = chain.fresh.map(({ entry }) => entry);
  const workspace = await Workspace.open(tx, organisation, entries);
  const taken = new TakenLedger(device.signIn.taken);
  const { kept, verdicts, run } = judgeAll(taking, { workspace, taken }, chain);
  await workspace.save(tx);
  await queueDeliveries(tx, workspace.changed());
  await queueCallerAnswers(tx, workspace.changed(), taking.nowMs);
  if (kept.length > 0) await tx.insertEntries(device.id, kept);
  const next = { ...organisation, ...workspace.counters };
  if (kept.length > 0) await tx.saveOrganisation(next);
  return {
    organisation: next,
    device: {
      ...(await advance(tx, device, { run, kept })),
      signIn: taken.isSame ? device.signIn : { ...device.signIn, taken: taken.all },
    },
    verdicts: [...known, ...verdicts],
    repeated,
    changed: workspace.changed(),
  };
}

type AllJudged = {
  readonly kept: readonly StoredEntry[];
  readonly verdicts: readonly Verdict[];
  readonly run: readonly ChainLink[];
};

function judgeAll(
  { organisation, device, site, request, nowMs }: Taking,
  { workspace, taken }: { workspace: Workspace; taken: TakenLedger },
  chain: Chain,
): AllJudged {
  const hashes = new Map(chain.run.map(({ seq, hash }) => [seq, hash]));
  const isEpochYoung = isYoung(organisation, nowMs);
  const withdrawn = new Set(request.withdrawn);
  const kept: StoredEntry[] = [];
  const verdicts: Verdict[] = [];
  for (const { entry, text } of chain.fresh) {
    const { seq } = entry;
    const { verdict, isClockClamped } = withdrawn.has(seq)
      ? { verdict: withdrawal(seq), isClockClamped: false }
      : judgeEntry({ workspace, device, site, nowMs, isEpochYoung, taken }, entry);
    verdicts.push(verdict);
    if (verdict.status === 'held') {
      // What follows may build on it, so it is not judged without it.
      verdicts.push(...held(chain.fresh, verdict));
      return { kept, verdicts, run: chain.run.filter((link) => link.seq < seq) };
    }
    const version = verdict.status === 'applied' ? verdict.version : null;
    kept.push({
      seq,
      hash: hashes.get(seq) ?? null,
      text,
      verdict,
      version,
      receivedAtMs: nowMs,
      isClockClamped,
    });
  }
  return { kept, verdicts, run: chain.run };
}

function withdrawal(seq: number): Verdict {
  return {
    seq,
    status: 'rejected',
    code: 'cancelled',
    message: 'This was refused before and somebody has settled it since; it is only kept.',
  };
}

function held(fresh: readonly SentEntry[], { seq, code }: Extract<Verdict, { status: 'held' }>): Verdict[] {
  const message = `Entry ${seq} before this one has to wait.`;
  return fresh
    .filter(({ entry }) => entry.seq > seq)
    .map(({ entry }): Verdict => ({ seq: entry.seq, status: 'held', code, message }));
}

/** Moves the server's end of the chain, and gives entries that waited for the ones before them their hashes. */
async function advance(
  tx: StorageTx,
  device: Device,
  { run, kept }: { run: readonly ChainLink[]; kept: readonly StoredEntry[] },
): Promise<Device> {
  const waited = run.filter(({ isStored }) => isStored);
  if (waited.length > 0) await tx.setEntryHashes(device.id, waited);
  const end = run.at(-1);
  const highestSeq = Math.max(device.highestSeq, kept.at(-1)?.seq ?? 0);
  if (end === undefined) return { ...device, highestSeq };
  return { ...device, highestSeq, lastSeq: end.seq, lastHash: end.hash };
}
