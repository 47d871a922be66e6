import type { PostgresMigration } from './list.ts';

/** The few kinds of which the server itself asks for every record. */
export const kindsListed: PostgresMigration = {
  name: '0006-kinds-listed',
  sql: `
    CREATE INDEX preferences_listed ON records (organisation_id) WHERE kind = 'notification-preferences';
    CREATE INDEX policies_listed ON records (organisation_id) WHERE kind = 'incident-policy';
  `,
};
