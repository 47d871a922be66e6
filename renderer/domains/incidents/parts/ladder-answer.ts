import type { ladder } from '#shared/domains/incidents/queries/ladder.ts';

export type LadderAnswer = ReturnType<(typeof ladder)['run']>;
export type LadderCall = LadderAnswer['escalations'][number];
