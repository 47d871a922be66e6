import type { ReportDefinition } from '../reports/define-report.ts';
import type { Command } from './define-command.ts';
import type { CollectionName, Entity } from './define-entity.ts';
import type { Notice } from './define-notice.ts';
import type { Query } from './define-query.ts';
import type { RollUp } from './define-roll-up.ts';
import type { Timer } from './define-timer.ts';
import type { Catalogue } from './words.ts';

/** Everything the host, the server and the renderer need to know of a domain. */
export type Domain = {
  /** Also the folder it lies in; most have a collection of that name. */
  readonly name: CollectionName | 'notifications';
  readonly entities: readonly Entity[];
  readonly commands: { readonly [verb: string]: Command };
  readonly queries: { readonly [question: string]: Query };
  readonly timers: readonly Timer[];
  readonly words: Catalogue;
  /** Statements that make a domain's views and roll-ups; re-run at every start, so each must be repeatable. */
  readonly readModels: readonly string[];
  /** Statistics that the store counts while records change. */
  readonly rollUps?: readonly RollUp[];
  /** What people may take away as a file. */
  readonly reports?: readonly ReportDefinition[];
  /** What people are told of. */
  readonly notices?: readonly Notice[];
};

export function defineDomain<const D extends Domain>(domain: D): D {
  return domain;
}
