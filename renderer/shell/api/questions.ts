import type { z } from 'zod';
import { incidentQueries } from '#shared/domains/incidents/queries.ts';
import { notificationQueries } from '#shared/domains/notifications/queries.ts';
import { peopleQueries } from '#shared/domains/people/queries.ts';
import { settingsQueries } from '#shared/domains/settings/queries.ts';
import { workQueries } from '#shared/domains/work/queries.ts';
import type { CollectionName } from '#shared/kernel/define-entity.ts';
import type { Query } from '#shared/kernel/define-query.ts';

const domainQueries = [incidentQueries, peopleQueries, settingsQueries, workQueries, notificationQueries];

type AllQueries =
  | typeof incidentQueries
  | typeof peopleQueries
  | typeof settingsQueries
  | typeof workQueries
  | typeof notificationQueries;
type QueryOf<Group> = Group extends { readonly [question: string]: Query } ? Group[keyof Group] : never;
type AnyQuery = QueryOf<AllQueries>;

export type QuestionName = AnyQuery['name'];
type Question<Name extends QuestionName> = Extract<AnyQuery, { readonly name: Name }>;
export type QuestionInput<Name extends QuestionName> = z.input<Question<Name>['input']>;
export type Answer<Name extends QuestionName> = ReturnType<Question<Name>['run']>;

const reads = new Map<string, readonly CollectionName[]>(
  domainQueries.flatMap((group) =>
    Object.values(group).map((query: Query): [string, readonly CollectionName[]] => [
      query.name,
      query.reads,
    ]),
  ),
);

/** Whether a change in these collections makes an answer to the question old. */
export function isTouched(question: unknown, collections: readonly CollectionName[]): boolean {
  if (typeof question !== 'string') return false;
  return reads.get(question)?.some((collection) => collections.includes(collection)) ?? false;
}
