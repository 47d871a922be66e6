import { z } from 'zod';
import { domainWords } from '#shared/domains/registry.ts';
import { incident, incidentEvent } from '#shared/domains/incidents/schema.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import { type Clock, msOf } from '#shared/kernel/clock.ts';
import { wordsOf } from '#shared/kernel/words.ts';
import type { HostToMain } from '../messages.ts';
import { recordOf } from '../store/record-writer.ts';
import type { Committed, Store } from '../store/store.ts';

export type Notice = Extract<HostToMain, { type: 'notify' }>;

/** An escalation older than this is history: a console that joins today need not ring for last year. */
const FRESH_MS = 24 * 60 * 60_000;

/**
 * The notices a commit calls for: one per escalation step of an incident that still waits for somebody,
 * whether it happened here or arrived from elsewhere.
 */
export function escalationNotices(store: Store, clock: Clock, committed: Committed): Notice[] {
  return committed.records.flatMap(({ document, previous }) => {
    if (document.kind !== incidentEvent.kind || previous !== undefined || document._deleted) return [];
    const event = incidentEvent.schema.safeParse(recordOf(document));
    if (!event.success || event.data.type !== 'escalated') return [];
    if (clock.now() - msOf(event.data.at) > FRESH_MS) return [];
    const about = store.record(incident, event.data.incidentId);
    if (about === undefined || !isOpen(about.stage) || about.acknowledgedAt !== null) return [];
    const level = z.number().catch(about.escalationLevel).parse(event.data.labelParams['level']);
    return [
      {
        type: 'notify',
        id: event.data.id,
        title: wordsOf(domainWords, {
          key: 'incidents.notify.title',
          params: { number: about.number, title: about.title },
        }),
        body: wordsOf(domainWords, {
          key: 'incidents.notify.escalated',
          params: { level, place: about.place },
        }),
        severity: about.severity,
        route: `/incidents/${about.id}`,
      },
    ];
  });
}
