import type { Catalogue } from '#shared/kernel/words.ts';

/** The page about calls and text messages that came in. */
export const callPageWords = {
  'incidents.calls.nav': 'Calls',
  'incidents.calls.title': 'Calls and text messages',
  'incidents.calls.total': '{count|1 came in|{count} came in}',
  'incidents.calls.none': 'No calls and no text messages',
  'incidents.calls.none.text':
    'A gateway hands telephone calls and text messages to the company’s server, which keeps each for the site that it concerns. Who keeps the server sets FAIRLEAD_INCOMING_SECRET; docs/decisions/incoming-calls.md says how, and what may be said.',
  'incidents.calls.none.here': 'Nothing like that came in',
  'incidents.calls.none.here.text': 'Choose another outcome or site.',
  'incidents.calls.column.received': 'Received',
  'incidents.calls.column.site': 'Site',
  'incidents.calls.column.kind': 'By',
  'incidents.calls.column.from': 'From',
  'incidents.calls.column.said': 'Said',
  'incidents.calls.column.outcome': 'What came of it',
  'incidents.calls.kind.call': 'Call',
  'incidents.calls.kind.sms': 'Text message',
  'incidents.calls.from': 'Number of {name}',
  'incidents.calls.from.unknown': 'Unknown number',
  'incidents.calls.outcome': 'What came of it',
  'incidents.calls.outcome.any': 'Anything',
  'incidents.calls.outcome.waiting': 'Waiting',
  'incidents.calls.outcome.reported': 'Reported',
  'incidents.calls.outcome.acknowledged': 'Acknowledged',
  'incidents.calls.outcome.refused': 'Refused',
  'incidents.calls.older': 'Show older',
  'incidents.calls.newer': 'Show newer',
} as const satisfies Catalogue;
