import { describe, expect, it } from 'vitest';
import { eventText, formerTitle, travelNotes } from './event-text.ts';

describe('a line of the timeline', () => {
  it('says stages, severities and fields in words, and leaves names alone', () => {
    expect([
      eventText({
        labelKey: 'incidents.event.reported',
        labelParams: { number: 'AUR-INC-2026-0001', severity: 'critical' },
      }),
      eventText({
        labelKey: 'incidents.event.stage',
        labelParams: { from: 'action_required', to: 'resolved' },
      }),
      eventText({
        labelKey: 'incidents.event.amended',
        labelParams: { fields: 'title, place', was: 'Fire' },
      }),
      eventText({ labelKey: 'incidents.event.assigned', labelParams: { to: 'Rajesh Nair' } }),
    ]).toEqual([
      'Reported as AUR-INC-2026-0001, severity critical',
      'Moved from action required to resolved',
      'Changed the title, the place',
      'Assigned to Rajesh Nair',
    ]);
  });

  it('shows the former title only where the title changed', () => {
    const was = 'Fire in engine room';
    expect([
      formerTitle({ type: 'amended', labelParams: { fields: 'title, place', was } }),
      formerTitle({ type: 'amended', labelParams: { fields: 'place', was } }),
      formerTitle({ type: 'commented', labelParams: { was } }),
    ]).toEqual([was, undefined, undefined]);
  });

  it('tells when it reached the office and how much later that was, in the site’s time', () => {
    const at = '2026-11-21T01:14:00.000Z';
    const notes = (arrivedAtServer: string | null, receivedAt: string | null, joined = true) =>
      travelNotes({ at, arrivedAtServer, receivedAt }, 'Europe/Athens', joined);
    expect([
      notes('2026-11-21T02:12:00.000Z', null),
      notes('2026-11-21T01:14:20.000Z', null),
      notes('2026-11-22T01:14:00.000Z', '2026-11-22T03:14:00.000Z'),
      notes(null, null),
      notes(null, null, false),
    ]).toEqual([
      ['arrived at office 04:12, 58 min later'],
      ['at the office since 03:14'],
      ['arrived at office 22 Nov, 03:14, 1 d later', 'arrived here 22 Nov, 05:14, 1 d 2 h later'],
      ['not at the office yet'],
      [],
    ]);
  });
});
