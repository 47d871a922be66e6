import { firstTables } from './0001-first-tables.ts';
import { signIn } from './0002-sign-in.ts';
import { messages } from './0003-messages.ts';
import { entryArrivals } from './0004-entry-arrivals.ts';
import { devicesManaged } from './0005-devices-managed.ts';
import { kindsListed } from './0006-kinds-listed.ts';
import { callerAnswers } from './0007-caller-answers.ts';

export type PostgresMigration = {
  /** As its file is called. The database remembers it, so that a list that changed behind its back is noticed. */
  readonly name: string;
  readonly sql: string;
};

/** In order; a migration's place in this list is its number. One that has shipped is never edited. */
export const postgresMigrations: readonly PostgresMigration[] = [
  firstTables,
  signIn,
  messages,
  entryArrivals,
  devicesManaged,
  kindsListed,
  callerAnswers,
];
