import type { Site } from '#shared/kernel/define-command.ts';
import type { QueryContext } from '#shared/kernel/define-query.ts';
import type { ReportDefinition } from '#shared/reports/define-report.ts';
import type { Store } from '../store/store.ts';
import { exportError } from './errors.ts';
import type { ExportJobInput } from './export-job.ts';
import type { ExportRequest } from './exports-service.ts';

/** The parameters as the report takes them; throws `invalid-input` for others, and for a format it does not come in. */
export function parametersOf(definition: ReportDefinition, { parameters, formats }: ExportRequest): unknown {
  const unknown = formats.find((format) => !definition.formats.includes(format));
  if (unknown !== undefined || formats.length === 0) {
    throw exportError('format-unknown', { formats: definition.formats.join(', ') });
  }
  const result = definition.parameters.safeParse(parameters);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = ['parameters', ...(issue?.path ?? [])].join('.');
  throw issue === undefined
    ? exportError('choices-wrong', {}, { field })
    : exportError('choice-wrong', { reason: issue.message }, { field });
}

/** What a worker makes the report of: its content, or what it needs to build it itself. */
export function sourceOf(
  definition: ReportDefinition,
  parameters: unknown,
  context: Omit<QueryContext, 'db'>,
  store: Store,
): ExportJobInput['source'] {
  if (definition.builtIn === 'worker') return { kind: 'to-build', parameters, as: context };
  return store.reading(() => ({
    kind: 'built',
    content: definition.build({ ...context, db: store }, parameters),
    beside: definition.beside?.({ ...context, db: store }, parameters) ?? [],
  }));
}

export function placeOf({ name, code, timeZone }: Site): ExportJobInput['frame']['site'] {
  return { name, code, timeZone };
}
