import { IconSpeakerphone } from '@tabler/icons-react';
import type { LastUpdate as Update } from '#shared/domains/incidents/queries/detail.ts';
import { promisedAt } from '#shared/domains/incidents/rules/updates.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useWords } from '#renderer/shell/words.ts';
import { clockText, dayText } from '#renderer/ui/format.ts';
import styles from '../investigation.module.css';

type LastUpdateProps = {
  incident: Incident;
  update: Update;
  /** Of the incident's site. */
  timeZone: string | undefined;
};

/** How it stood when it was last said, and when more was promised. */
export function LastUpdate({ incident, update, timeZone }: LastUpdateProps) {
  const { t } = useWords();
  const now = useHostNow();
  const next = promisedAt(incident);
  const timeOf = (at: string) => {
    const clock = clockText(at, timeZone);
    return dayText(at, timeZone) === dayText(now, timeZone) ? clock : `${dayText(at, timeZone)}, ${clock}`;
  };
  const nextKey = next !== undefined && next <= now ? 'incidents.update.missed' : 'incidents.update.next';
  return (
    <div className={styles.notice} role="note">
      <IconSpeakerphone size={17} aria-hidden="true" />
      <span>
        <strong>
          {t('incidents.update.last', { time: timeOf(update.at), name: update.byName })}
          {next === undefined ? '' : `, ${t(nextKey, { time: timeOf(next) })}`}
        </strong>
        <br />
        {update.text}
        {update.expected ? (
          <>
            <br />
            {t('incidents.update.expected', { expected: update.expected })}
          </>
        ) : null}
      </span>
    </div>
  );
}
