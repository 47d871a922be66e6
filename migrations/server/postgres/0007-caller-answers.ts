import type { PostgresMigration } from './list.ts';

/** Callers who are told what came of their message. Kept when it is done, so that nobody is told twice. */
export const callerAnswers: PostgresMigration = {
  name: '0007-caller-answers',
  sql: `
    CREATE TABLE caller_answers (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      call_id TEXT NOT NULL,
      queued_at_ms BIGINT NOT NULL,
      attempts INTEGER NOT NULL,
      -- NULL: done with.
      due_at_ms BIGINT,
      -- Until then one replica is at it.
      claimed_until_ms BIGINT NOT NULL,
      PRIMARY KEY (organisation_id, call_id)
    );
    CREATE INDEX caller_answers_by_due ON caller_answers (organisation_id, due_at_ms) WHERE due_at_ms IS NOT NULL;
  `,
};
