import type { Catalogue } from '../../kernel/words.ts';

/** What is said of monitors, and by them. */
export const incidentMonitorWords = {
  'incidents.saveMonitor.label': 'Set up the monitor {name}',
  'incidents.removeMonitor.label': 'Removed a monitor',
  'incidents.setMonitorToken.label': 'Gave a monitor a new address',
  'incidents.muteMonitor.label': 'Muted a monitor: {reason}',
  'incidents.unmuteMonitor.label': 'Listens to a monitor again',
  'incidents.reportSilence.label': 'A monitor has gone silent',
  'incidents.noteBeat.label': 'A monitor is heard again',
  'incidents.event.monitorSilent':
    'The monitor {monitor} has gone silent; it is expected every {minutes|1 minute|{minutes} minutes}',
  'incidents.event.monitorSilentAgain': 'The monitor {monitor} has gone silent again',
  'incidents.event.monitorBack':
    'The monitor {monitor} is heard again, after {minutes|1 minute|{minutes} minutes}',
} satisfies Catalogue;
