import type { Incident } from '#shared/domains/incidents/schema.ts';

/** What every dialog of an incident is given. */
export type ActionFormProps = { readonly incident: Incident; onDone(): void };
