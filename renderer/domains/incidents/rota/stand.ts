import type { rota } from '#shared/domains/incidents/queries/rota.ts';

/** Who is on call at a site, as the host answers. */
export type Stand = ReturnType<(typeof rota)['run']>;
