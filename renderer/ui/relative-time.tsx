import { msOf } from '#shared/kernel/clock.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { shownZone } from '#renderer/shell/preferences/preferences-store.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { t } from '#renderer/shell/words.ts';
import { dateText, instantText, roughDurationText } from './format.ts';

const NOW_MS = 5_000;
/** Beyond this a date says more than a number of days. */
const DATE_AFTER_MS = 30 * 24 * 60 * 60_000;

/** How long ago, with the exact time in the site's zone under the pointer. */
export function RelativeTime({ at }: { at: string }) {
  const site = useSite();
  const now = useHostNow();
  return (
    <time dateTime={at} title={absoluteText(at, site?.timeZone)} className="fl-number">
      {msOf(now) - msOf(at) > DATE_AFTER_MS ? dateText(at, site?.timeZone) : relativeText(at, now)}
    </time>
  );
}

export function relativeText(at: string, now: string): string {
  const distanceMs = msOf(now) - msOf(at);
  if (Math.abs(distanceMs) < NOW_MS) return t('time.now');
  const key = distanceMs > 0 ? 'time.ago' : 'time.in';
  return t(key, { duration: roughDurationText(Math.abs(distanceMs)) });
}

export function absoluteText(at: string, timeZone: string | undefined): string {
  return t('time.absolute', { time: instantText(at, timeZone), zone: shownZone(timeZone) });
}
