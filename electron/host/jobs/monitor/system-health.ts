import { type Hlc, isoOf, msOf, wallMsOf } from '#shared/kernel/clock.ts';
import type { ErrorDetails } from '#shared/kernel/errors.ts';
import type { Label } from '#shared/kernel/words.ts';
import { CLOCK_DRIFT_MS_MAX } from '#shared/sync/limits.ts';
import type { SyncStatus } from '../../services.ts';

export type Health = 'healthy' | 'warning' | 'critical';
export const HEALTH_CHECKS = ['store', 'disk', 'clock', 'queue', 'chain', 'link', 'jobs'] as const;
export type HealthCheck = (typeof HEALTH_CHECKS)[number];

/** What is looked at, in words of the Jobs page; `label` says how it is, and where it is not well, what is wrong. */
export type HealthFinding = { readonly check: HealthCheck; readonly health: Health; readonly label: Label };
export type SystemHealth = {
  /** That of the worst finding. */
  readonly health: Health;
  readonly at: string;
  readonly findings: readonly HealthFinding[];
};

export type HealthFacts = {
  readonly nowMs: number;
  readonly storeBytes: number;
  readonly storeProblem: ErrorDetails | null;
  /** Where the store lies; null when the machine does not say. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  /** The newest stamp this console wrote or was sent. */
  readonly newestStamp: Hlc | undefined;
  readonly sync: Pick<SyncStatus, 'link' | 'outboxEntries' | 'needsAttention' | 'lastContactAt' | 'paused'>;
  readonly chain: 'sound' | 'broken' | 'not-verified';
  readonly jobProblems: number;
};

const MEGABYTE = 1_000_000;
/** A backup, an upgrade and the change of a key each need room for another copy of the store. */
const COPIES_WANTED = 3;
const DISK_WARNING_BYTES = 2_000 * MEGABYTE;
const DISK_CRITICAL_BYTES = 300 * MEGABYTE;
const QUEUE_WARNING = 5_000;
const SILENCE_WARNING_MS = 24 * 60 * 60_000;

const ORDER: readonly Health[] = ['healthy', 'warning', 'critical'];

export function healthOf(facts: HealthFacts): SystemHealth {
  const findings = [
    storeHealth(facts),
    diskHealth(facts),
    clockHealth(facts),
    queueHealth(facts),
    chainHealth(facts),
    linkHealth(facts),
    jobsHealth(facts),
  ];
  const worst = Math.max(...findings.map(({ health }) => ORDER.indexOf(health)));
  return { health: ORDER[worst] ?? 'healthy', at: isoOf(facts.nowMs), findings };
}

function finding(check: HealthCheck, health: Health, what: string, params?: Label['params']): HealthFinding {
  const key = `health.${check}.${what}`;
  return { check, health, label: params === undefined ? { key } : { key, params } };
}

function storeHealth({ storeProblem, storeBytes }: HealthFacts): HealthFinding {
  if (storeProblem?.code === 'store-corrupt') return finding('store', 'critical', 'damaged');
  if (storeProblem !== null) {
    return finding('store', 'warning', 'problem', { message: storeProblem.message });
  }
  return finding('store', 'healthy', 'well', { size: megabytes(storeBytes) });
}

function diskHealth({ disk, storeBytes }: HealthFacts): HealthFinding {
  if (disk === null) return finding('disk', 'healthy', 'unknown');
  const params = { free: gigabytes(disk.freeBytes), total: gigabytes(disk.totalBytes) };
  if (disk.freeBytes < Math.max(DISK_CRITICAL_BYTES, storeBytes))
    return finding('disk', 'critical', 'full', params);
  if (disk.freeBytes < Math.max(DISK_WARNING_BYTES, COPIES_WANTED * storeBytes)) {
    return finding('disk', 'warning', 'low', params);
  }
  return finding('disk', 'healthy', 'well', params);
}

/** A clock that shows less than what was written already is wrong; so was the one before, if it is right. */
function clockHealth({ newestStamp, nowMs }: HealthFacts): HealthFinding {
  const behindMs = newestStamp === undefined ? 0 : wallMsOf(newestStamp) - nowMs;
  if (behindMs <= CLOCK_DRIFT_MS_MAX) return finding('clock', 'healthy', 'well');
  return finding('clock', 'warning', 'behind', { minutes: Math.round(behindMs / 60_000) });
}

function queueHealth({ sync: { needsAttention, outboxEntries } }: HealthFacts): HealthFinding {
  if (needsAttention > 0) return finding('queue', 'warning', 'refused', { count: needsAttention });
  if (outboxEntries > QUEUE_WARNING) return finding('queue', 'warning', 'long', { count: outboxEntries });
  return finding('queue', 'healthy', 'well', { count: outboxEntries });
}

function chainHealth({ chain }: HealthFacts): HealthFinding {
  return finding('chain', chain === 'broken' ? 'critical' : 'healthy', chain);
}

function linkHealth({ sync: { link, lastContactAt, paused }, nowMs }: HealthFacts): HealthFinding {
  if (link === 'not-joined') return finding('link', 'healthy', 'notJoined');
  if (link === 'refused') return finding('link', 'critical', 'refused');
  if (link !== 'offline') return finding('link', 'healthy', 'well');
  if (paused) return finding('link', 'warning', 'paused');
  const silentMs = lastContactAt === null ? Number.POSITIVE_INFINITY : nowMs - msOf(lastContactAt);
  if (silentMs <= SILENCE_WARNING_MS) return finding('link', 'healthy', 'offline');
  if (lastContactAt === null) return finding('link', 'warning', 'never');
  return finding('link', 'warning', 'silent', { hours: Math.floor(silentMs / 3_600_000) });
}

function jobsHealth({ jobProblems }: HealthFacts): HealthFinding {
  if (jobProblems === 0) return finding('jobs', 'healthy', 'well');
  return finding('jobs', 'warning', 'failed', { count: jobProblems });
}

function megabytes(bytes: number): number {
  return Math.round(bytes / MEGABYTE);
}

function gigabytes(bytes: number): number {
  return Math.round(bytes / (100 * MEGABYTE)) / 10;
}
