import type { SqlValue } from './condition.ts';
import type { QueryPlan, StoredQuery } from './query.ts';
import { type QueryShape, shapeOf, type ShapeValue } from './query-shape.ts';

/** A plan for all queries of one shape. */
type Pattern = {
  readonly plan: QueryPlan;
  /** Parameters that differ between queries, with the place of their value. */
  readonly places: readonly (readonly [parameter: string, place: number])[];
};

/** Shapes that one table is asked in: an application has dozens. */
const SHAPES_MAX = 200;

/** Remembers plans by the shape of their queries, as long as what they were made from stays as it is. */
export class QueryPlans {
  readonly #patterns = new Map<string, Pattern>();
  #validFor: unknown;

  /** `validFor` is another value whenever any plan might come out otherwise. */
  planOf(
    query: StoredQuery,
    { validFor, plan }: { readonly validFor: unknown; readonly plan: (query: StoredQuery) => QueryPlan },
  ): QueryPlan {
    const shape = shapeOf(query);
    if (shape === undefined) return plan(query);
    if (validFor !== this.#validFor) {
      this.#patterns.clear();
      this.#validFor = validFor;
    }
    let pattern = this.#patterns.get(shape.key);
    if (pattern === undefined) {
      pattern = patternOf(shape, plan);
      if (this.#patterns.size >= SHAPES_MAX) this.#patterns.clear();
      this.#patterns.set(shape.key, pattern);
    }
    return withValues(pattern, shape.values);
  }
}

function patternOf(shape: QueryShape, plan: (query: StoredQuery) => QueryPlan): Pattern {
  const { query, marks } = shape.template();
  const found = plan(query);
  const places = Object.entries(found.parameters).flatMap(([parameter, value]) => {
    const place = marks.indexOf(value);
    return place === -1 ? [] : [[parameter, place] as const];
  });
  return { plan: found, places };
}

function withValues({ plan, places }: Pattern, values: readonly ShapeValue[]): QueryPlan {
  const parameters: Record<string, SqlValue> = { ...plan.parameters };
  for (const [parameter, place] of places) {
    const value = values[place];
    if (value !== undefined) parameters[parameter] = value;
  }
  return { ...plan, parameters };
}
