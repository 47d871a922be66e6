import type { Label } from '../../../kernel/words.ts';
import type { IncidentEvent } from '../schema.ts';

type Event = Pick<IncidentEvent, 'type' | 'labelKey' | 'labelParams' | 'byName'>;

/** Said by whoever did it: what arrives from another site is not told again when it is counted. */
const ACKNOWLEDGED: readonly string[] = [
  'incidents.event.acknowledged',
  'incidents.event.acknowledgedElsewhere',
];

/** What a line of the timeline says to those who were called: that it is over. */
export function endSaid({ type, labelKey, labelParams, byName: by }: Event): Label | undefined {
  const { to, number = '' } = labelParams;
  if (labelKey === 'incidents.event.mergedInto') {
    return { key: 'incidents.notify.merged', params: { by, number } };
  }
  if (type !== 'stage' || (to !== 'resolved' && to !== 'closed')) return undefined;
  return { key: `incidents.notify.${to}`, params: { by } };
}

/** What it says to the reporter: that somebody has it, its stage, its end. */
export function newsSaid(event: Event): Label | undefined {
  const { type, labelKey, labelParams, byName: by } = event;
  if (ACKNOWLEDGED.includes(labelKey)) return { key: 'incidents.notify.acknowledged', params: { by } };
  if (type !== 'stage') return endSaid(event);
  return (
    endSaid(event) ?? {
      key: 'incidents.notify.moved',
      params: { by, stage: String(labelParams['to'] ?? '') },
    }
  );
}
