/** One thing that the ladder did, or had to do. */
export type Step = {
  readonly incident: number;
  readonly kind: 'level' | 'called-again' | 'passed-over' | 'overdue' | 'restarted' | 'reminded';
  /** The level reached, called again or passed over; 0 of others. */
  readonly level: number;
  /** Names of those called, or who was reminded. */
  readonly people: readonly string[];
  readonly atMs: number;
};

/** A step that must be: not before it is due, and at once when it is, or when the console is there again. */
export type DueStep = Step & { readonly dueMs: number };

export type Verdict = {
  readonly steps: number;
  readonly missed: number;
  readonly doubled: number;
  readonly early: number;
  readonly worstLateMs: number;
  /** The first few that are wrong, in words. */
  readonly findings: readonly string[];
};

const FINDINGS_MAX = 10;

/** What was done against what had to be, incident by incident and kind by kind, in order of time. */
export function compare(expected: readonly DueStep[], done: readonly Step[]): Verdict {
  const wanted = Map.groupBy(expected, keyOf);
  const found = Map.groupBy(done, keyOf);
  const counts = { missed: 0, doubled: 0, early: 0, worstLateMs: 0 };
  const findings: string[] = [];
  for (const key of new Set([...wanted.keys(), ...found.keys()])) {
    const must = (wanted.get(key) ?? []).toSorted((a, b) => a.atMs - b.atMs);
    const was = (found.get(key) ?? []).toSorted((a, b) => a.atMs - b.atMs);
    counts.missed += Math.max(0, must.length - was.length);
    counts.doubled += Math.max(0, was.length - must.length);
    if (must.length !== was.length) findings.push(`${key}: due ${said(must)}, done ${said(was)}`);
    for (const [index, step] of must.entries()) {
      const one = was[index];
      if (one === undefined) break;
      if (one.atMs < step.dueMs) {
        counts.early += 1;
        findings.push(`${key}: early, due ${iso(step.dueMs)}, done ${iso(one.atMs)}`);
      }
      if (one.atMs - step.atMs > 60_000)
        findings.push(`${key}: late, due ${iso(step.atMs)}, done ${iso(one.atMs)}`);
      counts.worstLateMs = Math.max(counts.worstLateMs, one.atMs - step.atMs);
    }
  }
  return { steps: done.length, ...counts, findings: findings.slice(0, FINDINGS_MAX) };
}

/** Whoever was called is part of it: a call of somebody else is one missed and one too many. */
function keyOf({ incident, kind, level, people }: Step): string {
  return `#${incident} ${kind} ${level} ${people.toSorted().join('+')}`;
}

function said(steps: readonly Step[]): string {
  return `[${steps.map(({ atMs }) => iso(atMs)).join(', ')}]`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
