import {
  IconBell,
  IconBuilding,
  IconCalendar,
  IconClockCog,
  IconDatabase,
  IconDownload,
  type Icon,
  IconHistory,
  IconMapPin,
  IconRulerMeasure,
  IconSatellite,
  IconStethoscope,
  IconUsers,
} from '@tabler/icons-react';
import type { Feature } from '#shared/access/features.ts';
import type { settingsWords } from './words.ts';

type Word = keyof typeof settingsWords;
type CardName = {
  [Key in Word]: Key extends `settings.${infer Name}.more` ? Name : never;
}[Word];

export type SettingsCard = {
  readonly name: CardName;
  readonly path: string;
  readonly icon: Icon;
  readonly feature: Feature;
};

/** Everything that can be set, wherever its page is. */
export const settingsCards: readonly SettingsCard[] = [
  { name: 'site', path: '/settings/site', icon: IconMapPin, feature: 'sites.manage' },
  { name: 'calendar', path: '/settings/calendar', icon: IconCalendar, feature: 'calendars.manage' },
  { name: 'people', path: '/people', icon: IconUsers, feature: 'people.read' },
  { name: 'notifications', path: '/notifications', icon: IconBell, feature: 'notifications.read' },
  { name: 'link', path: '/sync', icon: IconSatellite, feature: 'sync.manage' },
  { name: 'store', path: '/store', icon: IconDatabase, feature: 'store.manage' },
  { name: 'jobs', path: '/jobs', icon: IconClockCog, feature: 'jobs.read' },
  { name: 'audit', path: '/audit', icon: IconHistory, feature: 'audit.read' },
  { name: 'updates', path: '/settings/updates', icon: IconDownload, feature: 'updates.manage' },
  { name: 'diagnostics', path: '/settings/diagnostics', icon: IconStethoscope, feature: 'diagnostics.read' },
  { name: 'join', path: '/join', icon: IconBuilding, feature: 'people.manage' },
  { name: 'preferences', path: '/preferences', icon: IconRulerMeasure, feature: 'views.save' },
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
