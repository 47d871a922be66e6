import { msOf } from '#shared/kernel/clock.ts';
import { sayEvent } from '#shared/domains/incidents/say-event.ts';
import type { TimelineRow } from '#shared/domains/incidents/queries/detail.ts';
import { catalogue, t, type TextKey } from '#renderer/shell/words.ts';
import { clockText, dayText, durationText } from '#renderer/ui/format.ts';

/** What an event says, with the names of changed fields in the reader's words. */
export function eventText(row: Pick<TimelineRow, 'labelKey' | 'labelParams'>): string {
  return sayEvent(catalogue, row);
}

/** Arrivals closer than this to the event are "at once": the link was up. */
const AT_ONCE_MS = 60_000;

/** How an event travelled: when it reached the office, or this console, and how much later that was. */
export function travelNotes(
  row: Pick<TimelineRow, 'at' | 'arrivedAtServer' | 'receivedAt'>,
  timeZone: string | undefined,
  joined: boolean,
): string[] {
  if (!joined) return [];
  if (row.arrivedAtServer === null) return [t('incidents.timeline.notArrived')];
  const notes = [arrival('incidents.timeline.arrived', row.at, row.arrivedAtServer, timeZone)];
  if (row.receivedAt !== null && msOf(row.receivedAt) - msOf(row.arrivedAtServer) >= AT_ONCE_MS) {
    notes.push(arrival('incidents.timeline.received', row.at, row.receivedAt, timeZone));
  }
  return notes;
}

function arrival(key: TextKey, at: string, arrivedAt: string, timeZone: string | undefined): string {
  const laterMs = msOf(arrivedAt) - msOf(at);
  const time = timeAfter(at, arrivedAt, timeZone);
  if (laterMs < AT_ONCE_MS) return t('incidents.timeline.arrivedAtOnce', { time });
  return t(key, { time, duration: durationText(laterMs) });
}

/** The day is named only when it is another one. */
function timeAfter(at: string, arrivedAt: string, timeZone: string | undefined): string {
  const day = dayText(arrivedAt, timeZone);
  const clock = clockText(arrivedAt, timeZone);
  return day === dayText(at, timeZone) ? clock : `${day}, ${clock}`;
}

/** An amendment keeps what the title was before; shown only where the title changed. */
export function formerTitle(row: Pick<TimelineRow, 'type' | 'labelParams'>): string | undefined {
  const { fields, was } = row.labelParams;
  if (row.type !== 'amended' || typeof was !== 'string' || typeof fields !== 'string') return undefined;
  return fields.split(', ').includes('title') ? was : undefined;
}
