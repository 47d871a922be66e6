import type Database from 'better-sqlite3';
import { up as firstTables } from './0001-first-tables.ts';

/** In order; a migration's place in this list is its number. One that has shipped is never edited. */
export const sqliteMigrations: readonly ((db: Database.Database) => void)[] = [firstTables];
