import { IconBellCheck, IconBellRinging } from '@tabler/icons-react';
import { ladderIsRunning, nextLevel } from '#shared/domains/incidents/rules.ts';
import { ESCALATION_LEVEL_MAX, type Incident } from '#shared/domains/incidents/schema.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { countdownText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { canAcknowledge } from '../actions.ts';
import styles from '../incidents.module.css';
import { AcknowledgeForm } from './acknowledge-form.tsx';
import { Acknowledgers } from './acknowledgers.tsx';
import type { LadderAnswer } from './ladder-answer.ts';
import { RungCalls } from './rung-calls.tsx';

const LEVELS = Array.from({ length: ESCALATION_LEVEL_MAX + 1 }, (_, level) => level);

/** Who has been woken and how that ended, who is next and when, who has it, and the one button that stops it. */
export function Ladder({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const may = useMay();
  const personId = useConsoleStatus()?.person?.id;
  const told = useAnswerAbout('incidents.ladder', { id: incident.id }).data;
  const hasIt = told?.acknowledgements.some(({ byId, state }) => byId === personId && state !== 'over');
  // Several people may: each keeps their own.
  const mayToo = isOpen(incident.stage) && may('incidents.acknowledge') && hasIt === false;
  return (
    <Panel title={t('incidents.ladder')}>
      <ol className={styles.ladder} aria-label={t('incidents.ladder')}>
        {LEVELS.map((level) => (
          <Rung key={level} level={level} incident={incident} told={told} />
        ))}
      </ol>
      <LadderState incident={incident} />
      {told === undefined ? null : <Acknowledgers made={told.acknowledgements} />}
      {canAcknowledge(incident, may) || mayToo ? <AcknowledgeForm incident={incident} /> : null}
    </Panel>
  );
}

type RungProps = { level: number; incident: Incident; told: LadderAnswer | undefined };

function Rung({ level, incident, told }: RungProps) {
  const { t, label } = useWords();
  const current = isOpen(incident.stage) && level === incident.escalationLevel;
  const calls = told?.escalations.filter((step) => step.level === level) ?? [];
  const wasSkipped = told?.escalations.some(({ skippedLevels }) => skippedLevels.includes(level)) === true;
  return (
    <li
      className={styles.rung}
      data-reached={level <= incident.escalationLevel}
      data-current={current}
      {...(current ? { 'aria-current': 'step' as const } : {})}
    >
      <span className={styles.rungMark}>{level}</span>
      <span>
        {level === 0 ? t('incidents.ladder.level0') : label({ key: `incidents.ladder.level${level}` })}
      </span>
      {current ? <span className={styles.rungNow}>{t('incidents.ladder.current')}</span> : null}
      <RungCalls incident={incident} calls={calls} wasSkipped={wasSkipped && calls.length === 0} />
    </li>
  );
}

function LadderState({ incident }: { incident: Incident }) {
  const { t } = useWords();
  if (!isOpen(incident.stage)) return <p className={styles.ladderState}>{t('incidents.ladder.over')}</p>;
  if (incident.acknowledgedAt !== null) {
    return (
      <p className={styles.ladderState} role="status">
        <IconBellCheck size={17} stroke={1.8} aria-hidden="true" />
        <span>
          {t('incidents.ladder.acknowledged', {
            name: incident.acknowledgedByName || t('incidents.timeline.system'),
          })}
          , <RelativeTime at={incident.acknowledgedAt} />
        </span>
      </p>
    );
  }
  return (
    <p className={styles.ladderState} data-alarm={incident.escalationLevel > 0}>
      <IconBellRinging size={17} stroke={1.8} aria-hidden="true" />
      <span className={styles.countdown}>
        {ladderIsRunning(incident) ? <NextStep incident={incident} /> : t('incidents.ladder.top')}
      </span>
    </p>
  );
}

function NextStep({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const now = useHostNow();
  const level = nextLevel(incident);
  const leftMs = msOf(incident.acknowledgeDueAt ?? now) - msOf(now);
  if (leftMs > 0 && level === incident.escalationLevel) {
    return t('incidents.ladder.again', { level, countdown: countdownText(leftMs) });
  }
  if (leftMs <= 0) return t('incidents.ladder.nextNow', { level });
  return t('incidents.ladder.next', { level, countdown: countdownText(leftMs) });
}
