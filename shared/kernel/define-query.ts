import type { z } from 'zod';
import type { Actor } from '../access/can.ts';
import type { Feature } from '../access/features.ts';
import { holdingsOf, type Somebody } from '../access/reach.ts';
import type { CollectionName, Entity, RecordScope } from './define-entity.ts';
import type { Site } from './define-command.ts';
import type { ReadDatabase } from './transaction.ts';

export type QueryContext = {
  readonly db: ReadDatabase;
  /** UTC instant, ISO. */
  readonly now: string;
  readonly actor: Actor;
  readonly site: Site;
  /** Sites whose rows the actor may see. */
  readonly sites: 'all' | readonly string[];
};

export type Query<Name extends string = string, I extends z.ZodType = z.ZodType, O = unknown> = {
  readonly name: Name;
  readonly feature: Feature;
  readonly input: I;
  /** Collections it reads: a change in one of them makes the answer stale. */
  readonly reads: readonly CollectionName[];
  /** The one record that it shows by itself: whether that is noted, its entity says. */
  shows?(input: z.output<I>): { readonly entity: Entity; readonly id: string };
  run(context: QueryContext, input: z.output<I>): O;
};

/** Defines a read model. Filter, sort and paging happen in SQL; it never loads records to count them. */
export function defineQuery<const Name extends string, I extends z.ZodType, O>(
  options: Query<Name, I, O>,
): Query<Name, I, O> {
  return options;
}

/**
 * An SQL condition that keeps the rows of the sites a person may see. The list travels as one JSON
 * parameter, so that the statement's text, and so its cached plan, stays the same.
 */
export function siteCondition(
  column: string,
  sites: QueryContext['sites'],
): {
  readonly sql: string;
  readonly parameters: { readonly sites: string };
} {
  return sites === 'all'
    ? { sql: ':sites IS NOT NULL', parameters: { sites: '*' } }
    : {
        sql: `${column} IN (SELECT value FROM json_each(:sites))`,
        parameters: { sites: JSON.stringify(sites) },
      };
}

/** Columns of a row that say whose it is; those a table lacks open nothing. */
export type ScopeColumns = { readonly siteId: string } & RecordScope;

/** The columns of an entity's view, under an alias, that say whose a row is. */
export function scopeColumns(entity: Pick<Entity, 'scope'>, alias: string): ScopeColumns {
  const fields = Object.entries(entity.scope).map(([name, field]) => [name, `${alias}.${field}`]);
  return { siteId: `${alias}.siteId`, ...Object.fromEntries(fields) };
}

/**
 * An SQL condition that keeps exactly the rows that `can` would let the actor act on: `siteCondition` for those
 * who see sites whole, and for the others what is theirs, their team's, their provider's or organisation's.
 */
export function rowCondition(
  columns: ScopeColumns,
  { actor, sites }: { readonly actor: Somebody; readonly sites: QueryContext['sites'] },
): { readonly sql: string; readonly parameters: { readonly sites: string; readonly reach?: string } } {
  const whole = siteCondition(columns.siteId, sites);
  const known = holdingsOf(actor)?.filter(({ field }) => columns[field] !== undefined);
  if (known === undefined) return whole;
  const theirs = known.map(({ field }, index) => `${columns[field]} = json_extract(:reach, '$[${index}]')`);
  return {
    sql: `(${[whole.sql, ...theirs, ':reach IS NULL'].join(' OR ')})`,
    parameters: { ...whole.parameters, reach: JSON.stringify(known.map(({ value }) => value)) },
  };
}
