import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Random } from '#tests/simulation/random.ts';
import { ChildLife } from './child-life.ts';
import { checkFile } from './check-file.ts';
import { type Acknowledged, KILL_POINTS, type Orders, type Request } from './protocol.ts';

export type CrashSummary = {
  readonly kills: number;
  readonly seed: number;
  readonly files: number;
  readonly acknowledged: number;
  /** Kills that met a command under way, and what the file then held of it. */
  readonly underWay: { readonly whole: number; readonly nothing: number };
  readonly entriesChecked: number;
  readonly killsByPoint: { readonly [point: string]: number };
  readonly findings: readonly string[];
  readonly durationMs: number;
};

/** A file is killed so often before the next one begins: it grows, and stays quick to check from its first entry. */
const KILLS_PER_FILE = 50;
/** The next process loads its modules meanwhile, so that a longer life costs no time. */
const KILL_DELAY_MS_MAX = 400;
/** How often a point is passed before the kill; rows are passed some thirty times a command. */
const PASSES_MAX = { row: 300, work: 80, follower: 20, committed: 20, rollback: 3, checkpoint: 3 };

/**
 * Kills a process that works on a store, over and over, and after each kill compares the file with what the
 * process had promised. Stops at the first kill with findings.
 */
export async function crash(options: { kills: number; seed: number }): Promise<CrashSummary> {
  const startedAtMs = performance.now();
  const random = new Random(options.seed);
  const folder = mkdtempSync(path.join(tmpdir(), 'fairlead-crash-'));
  const killsByPoint: { [point: string]: number } = {};
  const underWay = { whole: 0, nothing: 0 };
  const findings: string[] = [];
  let file = new CrashedFile(folder, 0);
  let acknowledged = 0;
  let entriesChecked = 0;
  // The next process loads its modules while this one works.
  let next = new ChildLife();
  let kill = 0;
  try {
    for (; kill < options.kills && findings.length === 0; kill += 1) {
      if (kill > 0 && kill % KILLS_PER_FILE === 0) file = new CrashedFile(folder, kill / KILLS_PER_FILE);
      const life = next;
      next = new ChildLife();
      const orders = ordersFor(random, file, options.seed * 1_000_000 + kill);
      const said = await life.liveAndDie(orders, random.next() * KILL_DELAY_MS_MAX);
      const point = orders.kill?.point ?? 'any moment';
      killsByPoint[point] = (killsByPoint[point] ?? 0) + 1;
      findings.push(...said.problems);
      const checked = file.check(said);
      acknowledged += said.done.length;
      entriesChecked += checked.entries;
      if (checked.underWay !== undefined) underWay[checked.underWay] += 1;
      findings.push(...checked.findings.map((finding) => `kill ${kill} (${point}): ${finding}`));
    }
  } finally {
    await next.end();
    if (findings.length === 0) rmSync(folder, { recursive: true });
    else findings.push(`the file is kept in ${folder}`);
  }
  return {
    kills: kill,
    seed: options.seed,
    files: Math.ceil(kill / KILLS_PER_FILE),
    acknowledged,
    underWay,
    entriesChecked,
    killsByPoint,
    findings,
    durationMs: Math.round(performance.now() - startedAtMs),
  };
}

function ordersFor(random: Random, file: CrashedFile, seed: number): Orders {
  const orders = {
    file: file.path,
    seed,
    ...(file.unanswered === undefined ? {} : { again: file.unanswered }),
  };
  const point = random.pick(KILL_POINTS);
  // Half of the kills come from outside, at any moment, the opening of the file included.
  if (point === undefined || random.chance(0.5)) return orders;
  return { ...orders, kill: { point, after: 1 + random.below(PASSES_MAX[point]) } };
}

/** One file and everything that was ever promised of it. */
class CrashedFile {
  readonly path: string;
  readonly #promised = new Map<string, Acknowledged>();
  /** The command that was under way at the last kill; the next process sends it again. */
  unanswered: Request | undefined;

  constructor(folder: string, number: number) {
    this.path = path.join(folder, `console-${number}.sqlite`);
  }

  check(said: { readonly begun: Request | undefined; readonly done: readonly Acknowledged[] }) {
    const findings: string[] = [];
    for (const done of said.done) {
      const before = this.#promised.get(done.commandId);
      if (before !== undefined && JSON.stringify(before) !== JSON.stringify(done)) {
        findings.push(`${done.commandId} was answered twice, in two ways`);
      }
      this.#promised.set(done.commandId, done);
    }
    const { begun } = said;
    if (begun !== undefined) this.unanswered = this.#promised.has(begun.commandId) ? undefined : begun;
    const checked = checkFile(this.path, [...this.#promised.values()]);
    const isUnderWay = begun !== undefined && this.unanswered !== undefined;
    const underWay = isUnderWay ? wholeOrNothing(checked.commandIds, begun) : undefined;
    return { entries: checked.entries, findings: [...findings, ...checked.findings], underWay };
  }
}

function wholeOrNothing(commandIds: ReadonlySet<string>, request: Request): 'whole' | 'nothing' {
  return commandIds.has(request.commandId) ? 'whole' : 'nothing';
}
