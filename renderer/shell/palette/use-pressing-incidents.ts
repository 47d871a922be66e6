import type { IncidentRow } from '#shared/domains/incidents/queries/list.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useMay } from '../use-may.ts';

const SHOWN_MAX = 8;

/** The most pressing open incidents: what a palette offers before anything is typed. */
export function usePressingIncidents(isWanted: boolean): readonly IncidentRow[] {
  const may = useMay();
  const answer = useAnswer(
    'incidents.list',
    { state: 'open', sort: 'severity', limit: SHOWN_MAX },
    { enabled: isWanted && may('incidents.read') },
  );
  return isWanted ? (answer.data?.rows ?? []) : [];
}
