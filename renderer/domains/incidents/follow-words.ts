import { commentWords } from '#shared/domains/incidents/update-words.ts';
import type { Catalogue } from '#shared/kernel/words.ts';

/** Kinds of comments, updates, and who follows an incident. */
export const followPageWords = {
  ...commentWords,

  'incidents.comment.kind': 'Kind',
  'incidents.comment.expected': 'What is expected next (may be empty)',
  'incidents.comment.nextUpdateAt': 'Next update by (may be empty)',
  'incidents.comment.nextUpdateAt.hint': 'You and whoever has the incident are reminded then.',
  'incidents.comment.update.hint': 'All who follow the incident are told.',
  'incidents.timeline.kind': 'Entries shown',
  'incidents.timeline.kind.any': 'Every entry',

  'incidents.update.last': 'Last update {time} by {name}',
  'incidents.update.next': 'next by {time}',
  'incidents.update.missed': 'the next was promised for {time} and has not come',

  'incidents.followers': 'Followers',
  'incidents.followers.none': 'Nobody follows it yet.',
  'incidents.followers.others': '{count|1 more whom you do not see|{count} more whom you do not see}',
  'incidents.followers.jobs': 'Told by their job: {jobs}',
  'incidents.follow': 'Follow',
  'incidents.follow.hint': 'Updates and the end are told to you.',
  'incidents.unfollow': 'Stop following',

  'incidents.policy.field.stakeholders': 'Told of updates',
  'incidents.policy.field.stakeholders.hint':
    'Also of the end, here and at offices, as those are who follow an incident',
} as const satisfies Catalogue;
