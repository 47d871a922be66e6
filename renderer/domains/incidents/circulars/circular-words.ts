import type { Catalogue } from '#shared/kernel/words.ts';

/** Pages and forms about circulars. */
export const circularPageWords = {
  'incidents.circulars.nav': 'Circulars',
  'incidents.circulars.title': 'Circulars',
  'incidents.circulars.total': '{count|1 circular|{count} circulars}',
  'incidents.circulars.none': 'No circulars',
  'incidents.circulars.none.text':
    'What an office tells other sites because of an incident stands here, with what each site is to do.',
  'incidents.circulars.column.title': 'Circular',
  'incidents.circulars.column.issued': 'Issued',
  'incidents.circulars.column.due': 'Due',
  'incidents.circulars.column.sites': 'Acknowledged',
  'incidents.circulars.column.state': 'State',
  'incidents.circulars.noDay': 'No day',
  'incidents.circulars.of': '{done} of {sites}',

  'incidents.circular.state.acknowledged': 'Acknowledged',
  'incidents.circular.state.waiting': 'Not acknowledged yet',
  'incidents.circular.state.late': 'Late',
  'incidents.circular.state.withdrawn': 'Withdrawn',
  'incidents.circular.lateSites': '{count|1 site late|{count} sites late}',

  'incidents.circular.issued': 'Issued by {name}, {time}',
  'incidents.circular.due': 'Due {time}',
  'incidents.circular.from': 'From incident',
  'incidents.circular.asked': 'What each site is to do',
  'incidents.circular.withdrawnNote': 'Withdrawn by {name}, {time}: {because}',
  'incidents.circular.acknowledge': 'Read and done',
  'incidents.circular.note': 'Note (may be empty)',
  'incidents.circular.done': 'Acknowledged here by {name}, {time}',
  'incidents.circular.sites': 'Sites',
  'incidents.circular.column.site': 'Site',
  'incidents.circular.column.arrived': 'Arrived',
  'incidents.circular.column.acknowledged': 'Acknowledged',
  'incidents.circular.column.note': 'Note',
  'incidents.circular.notArrived': 'Not yet',
  'incidents.circular.withdraw': 'Withdraw',
  'incidents.circular.reason': 'Why it is withdrawn',

  'incidents.circular.panel': 'Circulars',
  'incidents.circular.panel.none': 'None was issued because of it.',
  'incidents.circular.panel.done': '{done} of {sites} acknowledged',
  'incidents.circular.make': 'Make a circular',
  'incidents.circular.field.title': 'Title',
  'incidents.circular.field.text': 'What is to be learnt',
  'incidents.circular.field.text.hint':
    'Begins with the lessons of the investigation. Names of people, and of where it was, do not belong here.',
  'incidents.circular.field.dueAt': 'Acknowledged by (may be empty)',
  'incidents.circular.field.allShips': 'All ships',
  'incidents.circular.field.siteIds': 'Sites',
  'incidents.circular.issue': 'Issue',
} as const satisfies Catalogue;
