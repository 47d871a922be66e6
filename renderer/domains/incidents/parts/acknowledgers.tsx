import { IconBellCheck, IconBellOff, IconPlaneDeparture } from '@tabler/icons-react';
import { msOf } from '#shared/kernel/clock.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useWords } from '#renderer/shell/words.ts';
import { countdownText } from '#renderer/ui/format.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import styles from './ladder.module.css';
import type { LadderAnswer } from './ladder-answer.ts';

type Made = LadderAnswer['acknowledgements'][number];
const ICONS = { standing: IconBellCheck, on_its_way: IconPlaneDeparture, over: IconBellOff };

/** Everybody who said "I have it", from where, for how long, and what they do about it. */
export function Acknowledgers({ made }: { made: readonly Made[] }) {
  const { t } = useWords();
  if (made.length === 0) return null;
  return (
    <ul className={styles.acknowledgers} aria-label={t('incidents.ladder.acknowledgers')}>
      {made.map((one) => {
        const StateIcon = ICONS[one.state];
        return (
          <li key={one.id} data-state={one.state}>
            <StateIcon size={16} stroke={1.8} aria-hidden="true" />
            <span>
              <strong>{one.byName || t('incidents.timeline.system')}</strong>{' '}
              {t('incidents.ladder.from', { site: one.consoleSiteName })}, <RelativeTime at={one.at} />
              {', '}
              <Standing made={one} />
              {one.response === '' ? null : <q className={styles.response}>{one.response}</q>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Standing({ made }: { made: Made }) {
  const { t } = useWords();
  const now = useHostNow();
  if (made.state === 'on_its_way') return t('incidents.ladder.onItsWay');
  if (made.state === 'over' || made.expiresAt <= now) return t('incidents.ladder.standsNoMore');
  return t('incidents.ladder.stands', { countdown: countdownText(msOf(made.expiresAt) - msOf(now)) });
}
