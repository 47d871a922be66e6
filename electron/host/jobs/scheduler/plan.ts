import type { ScheduledJob } from '../define-scheduled-job.ts';
import type { JobSchedule, JobTable } from './job-table.ts';
import type { JobTimes } from './job-times.ts';

/** Of a job that makes up for every time, so many runs wait at most; the rest are made when those have run. */
const EACH_WAITING_MAX = 20;
/** How many missed times are counted; beyond, the number says nothing more. */
const MISSED_MAX = 1_000;

/**
 * Turns the times of a schedule that have come into runs, as the job's catch-up rule says. How far it came is kept,
 * so a time is seen to once, whatever happens between.
 */
export function planRuns(
  table: JobTable,
  job: Pick<ScheduledJob, 'name' | 'catchUp'>,
  schedule: JobSchedule,
  times: JobTimes,
  nowMs: number,
): void {
  // What comes while it may not run is made up for when it may, by the same rule as after the console was off.
  if (schedule.state !== 'active') return;
  if (schedule.plannedToMs > nowMs) {
    // The clock was put back. Times that had a run keep it: the run's key says so.
    table.setPlannedTo(job.name, nowMs);
    return;
  }
  const plan = job.catchUp === 'each' ? planEach : planOne;
  plan(table, job.name, times, schedule.plannedToMs, nowMs);
}

function planEach(table: JobTable, name: string, times: JobTimes, plannedToMs: number, nowMs: number): void {
  let room = EACH_WAITING_MAX - table.waitingOfSchedule(name).length;
  let at = times.next(plannedToMs);
  while (at !== undefined && at <= nowMs && room > 0) {
    if (table.add({ name, key: times.keyOf(at), cause: 'schedule', dueAtMs: at })) room -= 1;
    table.setPlannedTo(name, at);
    at = times.next(at);
  }
}

function planOne(table: JobTable, name: string, times: JobTimes, plannedToMs: number, nowMs: number): void {
  const latest = times.latest(nowMs);
  if (latest === undefined || latest <= plannedToMs) return;
  const count = times.count(plannedToMs, latest, MISSED_MAX);
  const [waiting] = table.waitingOfSchedule(name);
  // A run that has yet to begin stands for what has come meanwhile.
  if (waiting !== undefined) table.addMissed(waiting.number, count);
  else table.add({ name, key: times.keyOf(latest), cause: 'schedule', dueAtMs: latest, missed: count - 1 });
  table.setPlannedTo(name, latest);
}
