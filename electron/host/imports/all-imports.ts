import type { ImportDefinition } from '#shared/imports/define-import.ts';
import { peopleImport } from '#shared/imports/people-import.ts';

/** What can be brought in from files. A new kind is one line here and one in `appliers.ts`. */
const IMPORTS: readonly ImportDefinition[] = [peopleImport];

export function importNamed(name: string): ImportDefinition | undefined {
  return IMPORTS.find((one) => one.name === name);
}
