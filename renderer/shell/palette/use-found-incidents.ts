import { useDebouncedValue } from '@mantine/hooks';
import type { IncidentRow } from '#shared/domains/incidents/queries/list.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useMay } from '../use-may.ts';

const TYPING_MS = 120;
const FOUND_MAX = 8;

/** Open incidents that match what is typed; without a text, the most pressing ones. */
export function useFoundIncidents(text: string): readonly IncidentRow[] {
  const may = useMay();
  const [asked] = useDebouncedValue(text.trim(), TYPING_MS);
  const answer = useAnswer(
    'incidents.list',
    { text: asked, state: asked === '' ? 'open' : 'all', sort: 'severity', limit: FOUND_MAX },
    { enabled: may('incidents.read') },
  );
  return answer.data?.rows ?? [];
}
