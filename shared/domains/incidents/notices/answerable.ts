import type { JobProfile } from '../../../access/roles.ts';

/** Who answers towards authorities: on board, and ashore for every site. */
export const ANSWERABLE: readonly JobProfile[] = ['master', 'safety-officer', 'hseq-manager', 'dpa'];
