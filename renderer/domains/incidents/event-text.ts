import { msOf } from '#shared/kernel/clock.ts';
import type { TimelineRow } from '#shared/domains/incidents/queries/detail.ts';
import { STAGES } from '#shared/domains/incidents/states.ts';
import { SEVERITIES } from '#shared/kernel/fields.ts';
import { label, t, type TextKey } from '#renderer/shell/words.ts';
import { clockText, dayText, durationText } from '#renderer/ui/format.ts';

/** Parameters whose values are names of ours; the others (a person, a file, a number) are shown as they are. */
const NAMED = ['from', 'to', 'severity', 'stage'];
const AMENDED = ['title', 'description', 'place'] as const;

/** What an event says, with stages, severities and fields in the reader's words. */
export function eventText(row: Pick<TimelineRow, 'labelKey' | 'labelParams'>): string {
  const params: { [name: string]: string | number } = {};
  for (const [name, value] of Object.entries(row.labelParams)) {
    params[name] = typeof value === 'string' ? wordOf(name, value) : value;
  }
  return label({ key: row.labelKey, params });
}

function wordOf(name: string, value: string): string {
  if (name === 'fields') return value.split(', ').map(fieldName).join(', ');
  if (!NAMED.includes(name)) return value;
  const key = enumKey(value);
  return key === undefined ? value : t(key).toLocaleLowerCase();
}

function enumKey(value: string): TextKey | undefined {
  const severity = SEVERITIES.find((name) => name === value);
  if (severity !== undefined) return `severity.${severity}`;
  const stage = STAGES.find((name) => name === value);
  return stage === undefined ? undefined : `stage.${stage}`;
}

function fieldName(name: string): string {
  const known = AMENDED.find((field) => field === name);
  return known === undefined ? name : t(`incidents.timeline.field.${known}`);
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
