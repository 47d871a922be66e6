import { actions, openActions } from './queries/actions.ts';
import { approvals } from './queries/approvals.ts';
import { archived } from './queries/archived.ts';
import { calls } from './queries/incoming-calls.ts';
import { circular, circulars } from './queries/circulars.ts';
import { compliance } from './queries/compliance.ts';
import { complianceLog } from './queries/compliance-log.ts';
import { currentEscalations } from './queries/current-escalations.ts';
import { dashboard } from './queries/dashboard.ts';
import { detail } from './queries/detail.ts';
import { followers } from './queries/followers.ts';
import { history } from './queries/history.ts';
import { closing, investigation, statement } from './queries/investigation.ts';
import { ladder } from './queries/ladder.ts';
import { likelyDuplicates } from './queries/likely-duplicates.ts';
import { list } from './queries/list.ts';
import { monitors } from './queries/monitors.ts';
import { policies } from './queries/policies.ts';
import { rota } from './queries/rota.ts';
import { statistics } from './queries/statistics.ts';
import { suggestedSeverities } from './queries/suggested-severities.ts';
import { watch } from './queries/watch.ts';

/** Everything that is asked of incidents. */
export const incidentQueries = {
  list,
  detail,
  likelyDuplicates,
  ladder,
  followers,
  circulars,
  circular,
  dashboard,
  currentEscalations,
  statistics,
  history,
  archived,
  actions,
  openActions,
  investigation,
  statement,
  closing,
  approvals,
  compliance,
  complianceLog,
  watch,
  rota,
  policies,
  monitors,
  calls,
  suggestedSeverities,
};
