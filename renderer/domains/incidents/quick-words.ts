import type { Catalogue } from '#shared/kernel/words.ts';

/** Of the report in three fields, of reports without a name, and of drills. */
export const quickWords = {
  'incidents.quick.title': 'Report now',
  'incidents.quick.keys': 'Ctrl+Enter reports',
  'incidents.quick.long': 'More fields',
  'incidents.quick.open': 'Open',
  'incidents.quick.command': 'Report now, over what is shown',

  'incidents.emergency.button': 'Report an emergency',
  'incidents.emergency.title': 'Report an emergency',
  'incidents.emergency.text':
    'Nobody needs to sign in. It is reported as “unknown, at this console”, and the people on duty are called.',
  'incidents.emergency.submit': 'Report',
  'incidents.emergency.done': 'Reported as {number}. Sign in to follow it.',

  'incidents.drill': 'Drill',
  'incidents.drill.label': 'This is a drill',
  'incidents.drill.hint':
    'It runs like a real one and calls people, with DRILL before everything. It counts in no statistics.',
  'incidents.anonymous.label': 'Near miss, without my name',
  'incidents.anonymous.hint':
    'Neither the report nor the record of changes names you. Not hidden: that somebody at this console reported it at this time, and who was signed in here then. What you write is read as it stands. Of a photo the picture alone is kept: not its name, nor what the camera wrote into it, such as where and when. Who is to be seen in it is seen.',
  'incidents.anonymous.done': 'Reported without a name as {number}',
  'incidents.reporter.unknown': 'Unknown, at the console',
  'incidents.severity.suggested': 'Suggested for “{type}”. Choose another one where it is worse.',
  'incidents.severity.doubt.dead':
    'Somebody died: {severity} or worse is to be expected. In doubt choose the worse one.',
  'incidents.severity.doubt.injured':
    'Somebody is injured: {severity} or worse is to be expected. In doubt choose the worse one.',
  'incidents.severity.doubt.impact':
    'With this impact {severity} or worse is to be expected. In doubt choose the worse one.',
  'incidents.reason': 'Why',
  'incidents.reason.hint': 'Stands on the timeline',
  'incidents.field.occurredAt': 'When it happened',
  'incidents.field.occurredAt.hint': 'Now',
  'incidents.field.impact': 'Impact',
  'incidents.field.impact.none': 'Not known yet',
  'incidents.impact.minor': 'Minor',
  'incidents.impact.moderate': 'Moderate',
  'incidents.impact.major': 'Major',
  'incidents.impact.critical': 'Critical',
  'incidents.field.injured': 'Injured',
  'incidents.field.dead': 'Dead',
  'incidents.field.affected': 'Affected machinery, spaces or systems',
} as const satisfies Catalogue;
