import { Button } from '@mantine/core';
import { IconBellCheck, IconBellRinging } from '@tabler/icons-react';
import { ladderIsRunning } from '#shared/domains/incidents/rules.ts';
import { ESCALATION_LEVEL_MAX, type Incident } from '#shared/domains/incidents/schema.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { countdownText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { canAcknowledge } from '../actions.ts';
import styles from '../incidents.module.css';

const LEVELS = Array.from({ length: ESCALATION_LEVEL_MAX + 1 }, (_, level) => level);

/** Who has been woken, who is next and when, and the one button that stops it. */
export function Ladder({ incident }: { incident: Incident }) {
  const { t, label } = useWords();
  const may = useMay();
  const command = useCommand('incidents.acknowledge', incident.id);
  const open = isOpen(incident.stage);
  return (
    <Panel title={t('incidents.ladder')}>
      <ol className={styles.ladder} aria-label={t('incidents.ladder')}>
        {LEVELS.map((level) => {
          const current = open && level === incident.escalationLevel;
          return (
            <li
              key={level}
              className={styles.rung}
              data-reached={level <= incident.escalationLevel}
              data-current={current}
              {...(current ? { 'aria-current': 'step' as const } : {})}
            >
              <span className={styles.rungMark}>{level}</span>
              <span>
                {level === 0
                  ? t('incidents.ladder.level0')
                  : label({ key: `incidents.ladder.level${level}` })}
              </span>
              {current ? <span className={styles.rungNow}>{t('incidents.ladder.current')}</span> : null}
            </li>
          );
        })}
      </ol>
      <LadderState incident={incident} />
      <ErrorAlert error={command.error} />
      {canAcknowledge(incident, may) ? (
        <Button
          className={styles.acknowledge}
          fullWidth
          size="md"
          leftSection={<IconBellCheck size={20} />}
          loading={command.phase !== 'idle'}
          title={t('incidents.acknowledge.hint')}
          onClick={() => void command.run({ id: incident.id })}
        >
          {t('incidents.acknowledge')}
        </Button>
      ) : null}
    </Panel>
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
          {t('incidents.ladder.acknowledged', { name: incident.acknowledgedByName ?? '' })},{' '}
          <RelativeTime at={incident.acknowledgedAt} />
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
  const level = incident.escalationLevel + 1;
  const leftMs = msOf(incident.acknowledgeDueAt ?? now) - msOf(now);
  if (leftMs <= 0) return t('incidents.ladder.nextNow', { level });
  return t('incidents.ladder.next', { level, countdown: countdownText(leftMs) });
}
