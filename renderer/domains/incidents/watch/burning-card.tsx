import { IconBellCheck, IconBellRinging } from '@tabler/icons-react';
import { ladderIsRunning, nextLevel } from '#shared/domains/incidents/rules.ts';
import type { Burning } from '#shared/domains/incidents/queries/watch.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { countdownText } from '#renderer/ui/format.ts';
import { SeverityShape } from '#renderer/ui/severity-badge.tsx';
import { SlaClock } from '#renderer/ui/sla-clock.tsx';
import { DrillMark } from '../parts/drill-mark.tsx';
import styles from './watch.module.css';

type BurningCardProps = { burning: Burning; isChosen: boolean; onChoose(): void };

/** One that burns, in letters for arm's length. Choosing it is what the buttons at the bottom then act on. */
export function BurningCard({ burning, isChosen, onChoose }: BurningCardProps) {
  const { t } = useWords();
  const site = useSite();
  const { incident, siteName } = burning;
  const where = [incident.siteId === site?.id ? null : siteName, incident.place].filter(Boolean).join(' · ');
  return (
    <button
      type="button"
      className={styles.card}
      data-severity={incident.severity}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      <span className={styles.line}>
        <span className={styles.severity} data-severity={incident.severity}>
          <SeverityShape severity={incident.severity} />
          {t(`severity.${incident.severity}`)}
        </span>
        <DrillMark incident={incident} />
        <span className={styles.number}>{incident.number}</span>
        <SlaClock record={incident} large />
      </span>
      <span className={styles.title}>{incident.title}</span>
      {where === '' ? null : <span className={styles.where}>{where}</span>}
      <Turn burning={burning} />
    </button>
  );
}

/** Whose turn it is: who has it, or who was called and when the next are. */
function Turn({ burning: { incident, called } }: { burning: Burning }) {
  const { t, label } = useWords();
  if (incident.acknowledgedAt !== null) {
    return (
      <span className={styles.turn}>
        <IconBellCheck size={20} aria-hidden="true" />
        {t('incidents.watch.has', { name: incident.acknowledgedByName ?? '' })}
      </span>
    );
  }
  const level = called?.level ?? incident.escalationLevel;
  return (
    <span className={styles.turn} data-alarm={incident.escalationLevel > 0}>
      <IconBellRinging size={20} aria-hidden="true" />
      <span>
        {level === 0
          ? t('incidents.watch.nobody')
          : called === null || called.names.length === 0
            ? t('incidents.watch.calledJobs', {
                level,
                who: label({ key: `incidents.ladder.level${level}` }),
              })
            : t('incidents.watch.called', { level, names: called.names.join(', ') })}
        <NextStep incident={incident} />
      </span>
    </span>
  );
}

function NextStep({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const now = useHostNow();
  if (!ladderIsRunning(incident)) return <b>{t('incidents.watch.top')}</b>;
  const level = nextLevel(incident);
  const leftMs = msOf(incident.acknowledgeDueAt ?? now) - msOf(now);
  return (
    <b>
      {leftMs <= 0
        ? t('incidents.watch.stepNow', { level })
        : t(level === incident.escalationLevel ? 'incidents.watch.again' : 'incidents.watch.step', {
            level,
            countdown: countdownText(leftMs),
          })}
    </b>
  );
}
