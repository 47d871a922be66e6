import type { Catalogue } from '../../kernel/words.ts';

/** Of reports without a name, and of drills. */
export const incidentUnnamedWords: Catalogue = {
  'incidents.notify.drill': 'DRILL {number}: {title}',
  'incidents.notify.drillAction': 'DRILL, action: {action}',
};
