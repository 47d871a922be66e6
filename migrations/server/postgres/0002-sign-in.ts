import type { PostgresMigration } from './list.ts';

/** What the server remembers of the sign-ins at a device: when its people were granted, what was taken there. */
export const signIn: PostgresMigration = {
  name: '0002-sign-in',
  sql: `ALTER TABLE devices ADD COLUMN sign_in TEXT NOT NULL DEFAULT '{}'`,
};
