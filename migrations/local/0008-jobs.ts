/** Jobs that run at times of the clock or because somebody asked, and what the system monitor saw. */
export const number = 8;
export const name = 'jobs';

export const up = `
-- How far each job's times have been turned into runs, and whether it may run.
CREATE TABLE job_schedule (
  name TEXT PRIMARY KEY NOT NULL,
  -- The newest time of the schedule that has been seen to; later ones are still to come.
  plannedToMs INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'disabled')),
  failuresInRow INTEGER NOT NULL DEFAULT 0,
  changedAt TEXT,
  -- The name of the person who paused or resumed it; null: the console itself.
  changedBy TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE job_run (
  number INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  -- What this run is for: asked for twice under one key, it is done once.
  key TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('schedule', 'request', 'person')),
  askedBy TEXT,
  input TEXT NOT NULL,
  dueAtMs INTEGER NOT NULL,
  -- When it is tried next: when it is due, or later after a failure.
  nextAtMs INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('pending', 'running', 'completed', 'failed', 'dead-letter', 'cancelled', 'skipped', 'disabled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Earlier times of the schedule that this run stands for too.
  missed INTEGER NOT NULL DEFAULT 0,
  startedAtMs INTEGER,
  endedAtMs INTEGER,
  -- What the last attempt took, by a clock that never jumps.
  tookMs INTEGER,
  -- What came of it, as a label; why it failed, as an error: both JSON.
  result TEXT,
  problem TEXT,
  UNIQUE (name, key)
) STRICT;
-- "failed" waits for its next attempt, as "pending" waits for its first.
CREATE INDEX job_run_waiting ON job_run (name, nextAtMs, number) WHERE state IN ('pending', 'failed');
CREATE INDEX job_run_running ON job_run (name) WHERE state = 'running';
CREATE INDEX job_run_dead ON job_run (number) WHERE state = 'dead-letter';
CREATE INDEX job_run_ended ON job_run (endedAtMs, number);

-- When the health of this console became another one.
CREATE TABLE health_change (
  number INTEGER PRIMARY KEY NOT NULL,
  at TEXT NOT NULL,
  health TEXT NOT NULL CHECK (health IN ('healthy', 'warning', 'critical')),
  -- Why, as JSON.
  reasons TEXT NOT NULL
) STRICT;
`;
