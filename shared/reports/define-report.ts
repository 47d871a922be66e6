import type { z } from 'zod';
import type { Feature } from '../access/features.ts';
import type { Entity } from '../kernel/define-entity.ts';
import type { QueryContext } from '../kernel/define-query.ts';
import type { ExportFormat } from './formats.ts';
import type { ReportContent } from './sections.ts';

/**
 * A report of a domain. It reads as the person who asks for it: `context.sites` are the sites they see.
 * `builtIn: 'worker'` is for many rows: it runs beside the host, may hand over rows as a generator, and sees
 * what is in the store. `builtIn: 'host'` is for one record and its parts, also from the archive: its rows are at hand.
 */
export type ReportDefinition<Name extends string = string, Parameters extends z.ZodType = z.ZodType> = {
  /** `incidents.list`. */
  readonly name: Name;
  /** What it is called before it is made: a key of the domain's words. */
  readonly titleKey: string;
  /** What a person must be allowed besides making exports. */
  readonly feature: Feature;
  readonly parameters: Parameters;
  readonly formats: readonly ExportFormat[];
  readonly builtIn: 'host' | 'worker';
  build(context: QueryContext, parameters: z.output<Parameters>): ReportContent;
  /** Records that it shows whole: whether that is noted, their entity says. */
  shows?(
    context: Pick<QueryContext, 'db'>,
    parameters: z.output<Parameters>,
  ): readonly { readonly entity: Entity; readonly id: string }[];
  /** It always comes as a ZIP that the console signs, and that can be checked without a network (pack-format.ts). */
  readonly isSealed?: boolean;
  /** Of one built in the host: further documents that are packed beside it. */
  beside?(context: QueryContext, parameters: z.output<Parameters>): readonly ReportContent[];
};

export function defineReport<const Name extends string, Parameters extends z.ZodType>(
  definition: ReportDefinition<Name, Parameters>,
): ReportDefinition<Name, Parameters> {
  return definition;
}
