import type { Label } from '../../../kernel/words.ts';
import type { IncidentEvent } from '../schema.ts';

type Event = Pick<IncidentEvent, 'type' | 'labelKey' | 'labelParams' | 'byName'>;

/** Said by whoever did it: what arrives from another site is not told again when it is counted. */
const ACKNOWLEDGED: readonly string[] = [
  'incidents.event.acknowledged',
  'incidents.event.acknowledgedElsewhere',
];

/** What a line of the timeline says to those who were called: that it is over. */
export function endSaid(event: Event): Label | undefined {
  const { type, labelKey, labelParams } = event;
  const by = whoSaid(event);
  const { to, number = '' } = labelParams;
  if (labelKey === 'incidents.event.mergedInto') {
    return { key: 'incidents.notify.merged', params: { by, number } };
  }
  if (type !== 'stage' || (to !== 'resolved' && to !== 'closed')) return undefined;
  return { key: `incidents.notify.${to}`, params: { by } };
}

/** What it says to the reporter: that somebody has it, its stage, its end. */
export function newsSaid(event: Event): Label | undefined {
  const { type, labelKey, labelParams } = event;
  const by = whoSaid(event);
  if (ACKNOWLEDGED.includes(labelKey)) return { key: 'incidents.notify.acknowledged', params: { by } };
  if (type !== 'stage') return endSaid(event);
  return (
    endSaid(event) ?? {
      key: 'incidents.notify.moved',
      params: { by, stage: String(labelParams['to'] ?? '') },
    }
  );
}

/** A console that makes a move which was approved elsewhere has no name: whoever approved it has. */
function whoSaid({ byName, labelParams }: Event): string {
  return byName || String(labelParams['approvedBy'] ?? '');
}
