import type { JobOutput } from '../../workers/jobs.ts';

/** The work on a store that an administrator starts and watches; each is the job of the workers with its name. */
export const TASK_KINDS = ['backup', 'export', 'verify-chain', 'integrity', 'measure'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** What each kind of work ends with. */
export type TaskResults = { readonly [Kind in TaskKind]: JobOutput<`store.${Kind}`> };
