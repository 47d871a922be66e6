import type { Catalogue } from '../../kernel/words.ts';

/** What is said of the clock of an incident. */
export const incidentClockWords = {
  'incidents.pauseClock.label': 'Stopped the clock of an incident',
  'incidents.resumeClock.label': 'Let the clock of an incident go on',
  'incidents.noteAtRisk.label': 'An incident came to be at risk',
  'incidents.noteClockJump.label': 'The clock of this console was set by {minutes} min',

  'incidents.event.paused.waiting_for_parts': 'Clock stopped: waiting for parts',
  'incidents.event.paused.waiting_for_authority': 'Clock stopped: waiting for an authority',
  'incidents.event.paused.waiting_for_port': 'Clock stopped: waiting for a port',
  'incidents.event.paused.bad_weather': 'Clock stopped: bad weather',
  'incidents.event.paused.other': 'Clock stopped',
  'incidents.event.resumed': 'Clock goes on',
  'incidents.event.atRisk': 'At risk: the deadline comes near',
  'incidents.event.clockJumpedAhead':
    'The console’s clock was set {minutes} min ahead; the time left stayed the same',
  'incidents.event.clockJumpedBack':
    'The console’s clock was set {minutes} min back; the time left stayed the same',

  'pause.waiting_for_parts': 'waiting for parts',
  'pause.waiting_for_authority': 'waiting for an authority',
  'pause.waiting_for_port': 'waiting for a port',
  'pause.bad_weather': 'bad weather',
  'pause.other': 'another reason',

  'notice.incidents.atRisk': 'Incidents at risk',
  'incidents.notify.atRisk': 'At risk: its deadline comes near. {place}',
} satisfies Catalogue;
