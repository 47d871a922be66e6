import { z } from 'zod';
import { msOf } from '../../../kernel/clock.ts';
import { type CommandContext, defineCommand } from '../../../kernel/define-command.ts';
import { MINUTE_MS } from '../../../kernel/durations.ts';
import { RecordId } from '../../../kernel/ids.ts';
import type { ReadTx } from '../../../kernel/transaction.ts';
import { record } from '../events.ts';
import { isMuted } from '../rules/silence.ts';
import { type Incident, incident, incidentEvent } from '../schema.ts';
import { type IncidentMonitor, incidentMonitor } from '../schema/monitor.ts';
import { isOpen } from '../states.ts';
import { REPORTS } from './allows.ts';
import { report, ReportInput, reportIncident } from './report.ts';

const onMonitor = ({ tx }: { readonly tx: ReadTx }, { id }: { readonly id: RecordId }) =>
  tx.mustGet(incidentMonitor, id).siteId;

/**
 * The console has heard nothing for too long: one incident is reported as anybody would report it. While the last one
 * is open it says so there instead (INC-72); while a silence lasts it is reported once.
 */
export const reportSilence = defineCommand({
  name: 'incidents.reportSilence',
  feature: 'incidents.report',
  system: true,
  input: z.object({ id: RecordId }),
  writes: [...report.writes, incidentMonitor],
  allows: [...REPORTS, { entity: incidentMonitor, patch: ['silentSince', 'incidentId'] }],
  label: () => ({ key: 'incidents.reportSilence.label' }),
  target: onMonitor,
  run(context, { id }): { readonly incidentId: string | null } {
    const { tx, now } = context;
    const monitor = tx.mustGet(incidentMonitor, id);
    if (monitor.silentSince !== null || isMuted(monitor, now)) return { incidentId: monitor.incidentId };
    const last = lastOf(tx, monitor);
    if (last !== undefined && isOpen(last.stage)) {
      tx.patch(incidentMonitor, id, { silentSince: now });
      tell(context, last, 'incidents.event.monitorSilentAgain', { monitor: monitor.name });
      return { incidentId: last.id };
    }
    const { title, incidentType: type, severity, place, watches: description } = monitor;
    const said = { title, type, severity, place, description };
    const reported = reportIncident(context, ReportInput.parse(said));
    tx.patch(incidentMonitor, id, { silentSince: now, incidentId: reported.id });
    tell(context, { id: reported.id, siteId: monitor.siteId }, 'incidents.event.monitorSilent', {
      monitor: monitor.name,
      minutes: monitor.everyMinutes,
    });
    return { incidentId: reported.id };
  },
});

/** It is heard again: its incident says so, and stays for people to resolve (INC-72). */
export const noteBeat = defineCommand({
  name: 'incidents.noteBeat',
  feature: 'incidents.report',
  system: true,
  input: z.object({ id: RecordId }),
  writes: [incidentMonitor, incidentEvent],
  allows: [
    { entity: incidentMonitor, patch: ['silentSince'] },
    { entity: incidentEvent, insert: true },
  ],
  label: () => ({ key: 'incidents.noteBeat.label' }),
  target: onMonitor,
  run(context, { id }) {
    const { tx, now } = context;
    const monitor = tx.mustGet(incidentMonitor, id);
    if (monitor.silentSince === null) return { id };
    tx.patch(incidentMonitor, id, { silentSince: null });
    const last = lastOf(tx, monitor);
    if (last === undefined || last.stage === 'closed') return { id };
    const minutes = Math.max(1, Math.round((msOf(now) - msOf(monitor.silentSince)) / MINUTE_MS));
    tell(context, last, 'incidents.event.monitorBack', { monitor: monitor.name, minutes });
    return { id };
  },
});

function lastOf(tx: ReadTx, { incidentId }: IncidentMonitor): Incident | undefined {
  return incidentId === null ? undefined : tx.get(incident, incidentId);
}

function tell(
  context: CommandContext,
  about: Pick<Incident, 'id' | 'siteId'>,
  labelKey: string,
  labelParams: { readonly monitor: string; readonly minutes?: number },
): void {
  record(context, about, { type: 'linked', labelKey, labelParams });
}
