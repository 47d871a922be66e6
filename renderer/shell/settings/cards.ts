import {
  IconAccessPoint,
  IconBell,
  IconBuilding,
  IconCalendar,
  IconClockCog,
  IconCopy,
  IconDatabase,
  IconDevices,
  IconDownload,
  type Icon,
  IconHistory,
  IconLock,
  IconMail,
  IconMapPin,
  IconRulerMeasure,
  IconSatellite,
  IconStethoscope,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import type { Feature } from '#shared/access/features.ts';
import type { settingsWords } from './words.ts';

type Word = keyof typeof settingsWords;
type CardName = {
  [Key in Word]: Key extends `settings.${infer Name}.more` ? Name : never;
}[Word];

export const CARD_GROUPS = ['place', 'people', 'link', 'data', 'program'] as const;
export type CardGroup = (typeof CARD_GROUPS)[number];

export type SettingsCard = {
  readonly group: CardGroup;
  readonly name: CardName;
  readonly path: string;
  readonly icon: Icon;
  readonly feature: Feature;
};

/** Everything that can be set, wherever its page is. */
export const settingsCards: readonly SettingsCard[] = [
  { group: 'place', name: 'site', path: '/settings/site', icon: IconMapPin, feature: 'views.save' },
  { group: 'place', name: 'calendar', path: '/settings/calendar', icon: IconCalendar, feature: 'views.save' },
  { group: 'people', name: 'people', path: '/people', icon: IconUsers, feature: 'people.read' },
  { group: 'people', name: 'signIn', path: '/settings/sign-in', icon: IconLock, feature: 'people.manage' },
  {
    group: 'link',
    name: 'notifications',
    path: '/notifications',
    icon: IconBell,
    feature: 'notifications.read',
  },
  { group: 'link', name: 'link', path: '/sync', icon: IconSatellite, feature: 'sync.manage' },
  { group: 'link', name: 'links', path: '/settings/links', icon: IconAccessPoint, feature: 'views.save' },
  { group: 'link', name: 'messages', path: '/settings/messages', icon: IconMail, feature: 'views.save' },
  { group: 'data', name: 'retention', path: '/settings/retention', icon: IconTrash, feature: 'views.save' },
  { group: 'data', name: 'backup', path: '/settings/backup', icon: IconCopy, feature: 'views.save' },
  { group: 'data', name: 'store', path: '/store', icon: IconDatabase, feature: 'store.manage' },
  { group: 'program', name: 'jobs', path: '/jobs', icon: IconClockCog, feature: 'jobs.read' },
  { group: 'data', name: 'audit', path: '/audit', icon: IconHistory, feature: 'audit.read' },
  {
    group: 'program',
    name: 'updates',
    path: '/settings/updates',
    icon: IconDownload,
    feature: 'updates.manage',
  },
  {
    group: 'program',
    name: 'diagnostics',
    path: '/settings/diagnostics',
    icon: IconStethoscope,
    feature: 'diagnostics.read',
  },
  { group: 'people', name: 'devices', path: '/devices', icon: IconDevices, feature: 'devices.manage' },
  { group: 'people', name: 'join', path: '/join', icon: IconBuilding, feature: 'people.manage' },
  {
    group: 'people',
    name: 'preferences',
    path: '/preferences',
    icon: IconRulerMeasure,
    feature: 'views.save',
  },
];

/** Every word typed has to be found somewhere in what is said of a card. */
export function cardsFound<Card extends { readonly words: string }>(
  cards: readonly Card[],
  typed: string,
): readonly Card[] {
  const wanted = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return cards.filter(({ words }) => wanted.every((word) => words.toLowerCase().includes(word)));
}
