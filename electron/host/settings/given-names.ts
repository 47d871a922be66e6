import type { Retention } from '#shared/domains/settings/retention.ts';
import type { GivenSettings } from './console-settings.ts';

const ARCHIVE_VARIABLE = 'FAIRLEAD_ARCHIVE_AFTER_DAYS';

/** Variables of this machine that settle what could otherwise be set. Their names only. */
export function givenNames({ deliverySettings = {}, archiveAfterDays }: GivenSettings): readonly string[] {
  const names = Object.entries(deliverySettings).flatMap(([name, text]) =>
    text === undefined ? [] : [name],
  );
  return archiveAfterDays === undefined ? names : [...names, ARCHIVE_VARIABLE];
}

export function archiveFieldGiven({
  archiveAfterDays,
}: GivenSettings): Partial<Pick<Retention, 'archiveAfterDays'>> {
  return archiveAfterDays === undefined ? {} : { archiveAfterDays };
}
