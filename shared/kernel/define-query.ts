import type { z } from 'zod';
import type { Actor } from '../access/can.ts';
import type { Feature } from '../access/features.ts';
import type { CollectionName } from './define-entity.ts';
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
