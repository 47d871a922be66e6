import type Database from 'better-sqlite3';
import { up as firstTables } from './0001-first-tables.ts';
import { up as signIn } from './0002-sign-in.ts';
import { up as messages } from './0003-messages.ts';
import { up as entryArrivals } from './0004-entry-arrivals.ts';
import { up as devicesManaged } from './0005-devices-managed.ts';
import { up as kindsListed } from './0006-kinds-listed.ts';
import { up as callerAnswers } from './0007-caller-answers.ts';

/** In order; a migration's place in this list is its number. One that has shipped is never edited. */
export const sqliteMigrations: readonly ((db: Database.Database) => void)[] = [
  firstTables,
  signIn,
  messages,
  entryArrivals,
  devicesManaged,
  kindsListed,
  callerAnswers,
];
