import { archived } from './queries/archived.ts';
import { dashboard } from './queries/dashboard.ts';
import { detail } from './queries/detail.ts';
import { list } from './queries/list.ts';
import { statistics } from './queries/statistics.ts';

/** Everything that is asked of incidents. */
export const incidentQueries = { list, detail, dashboard, statistics, archived };
