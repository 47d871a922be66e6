import type { PostgresMigration } from './list.ts';

/** Messages that this server carries, until they are sent or given up. */
export const messages: PostgresMigration = {
  name: '0003-messages',
  sql: `
    CREATE TABLE outbound_messages (
      organisation_id TEXT NOT NULL REFERENCES organisations (id),
      delivery_id TEXT NOT NULL,
      due_at_ms BIGINT NOT NULL,
      -- Until then one replica is at it.
      claimed_until_ms BIGINT NOT NULL,
      PRIMARY KEY (organisation_id, delivery_id)
    );
    CREATE INDEX outbound_by_due ON outbound_messages (organisation_id, due_at_ms);
  `,
};
