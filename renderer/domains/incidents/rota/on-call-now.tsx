import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import type { LevelStand, RotaStand } from '#shared/domains/incidents/queries/rota.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { countdownText, instantText, roughDurationText } from '#renderer/ui/format.ts';
import type { RotaAsk } from './rota-dialog.tsx';
import type { Stand } from './stand.ts';
import styles from './rota.module.css';
import { DAY_MS } from '#shared/kernel/durations.ts';

/** Whom each level of the ladder calls now, in big, and who is next. */
export function OnCallNow({ stand, onAsk }: { stand: Stand; onAsk(asked: RotaAsk): void }) {
  const { t } = useWords();
  return (
    <section className={styles.levels} aria-label={t('incidents.rota.now')}>
      {stand.levels.map((level) => (
        <Level
          key={level.level}
          level={level}
          rotas={stand.rotas.filter((rota) => rota.level === level.level)}
          timeZone={stand.timeZone}
          onAsk={onAsk}
        />
      ))}
    </section>
  );
}

type LevelProps = {
  level: LevelStand;
  rotas: readonly RotaStand[];
  timeZone: string;
  onAsk(asked: RotaAsk): void;
};

function Level({ level, rotas, timeZone, onAsk }: LevelProps) {
  const { t } = useWords();
  const names = level.people.map(({ name }) => name).join(', ');
  return (
    <div className={styles.level} data-called-by={level.by}>
      <h2 className={styles.levelTitle}>{t('incidents.rota.level', { level: level.level })}</h2>
      {level.by === 'nobody' ? (
        <>
          <p className={styles.gap}>{t('incidents.rota.nobody')}</p>
          <p className={styles.fact}>{t('incidents.rota.nobody.text')}</p>
        </>
      ) : null}
      {level.by === 'jobs' ? (
        <>
          <p className={styles.person}>{names}</p>
          <p className={styles.fact}>{t('incidents.rota.byJobs')}</p>
        </>
      ) : null}
      {rotas.map((rota) => (
        <RotaNow key={rota.id} rota={rota} timeZone={timeZone} onAsk={onAsk} />
      ))}
    </div>
  );
}

function RotaNow({
  rota,
  timeZone,
  onAsk,
}: {
  rota: RotaStand;
  timeZone: string;
  onAsk(asked: RotaAsk): void;
}) {
  const { t } = useWords();
  const mayHandOver = useMayHandOver(rota);
  const { now: watch, note } = rota;
  if (watch === null) return null;
  const former = rota.people.find(({ id }) => id === watch.inPlaceOf)?.name;
  return (
    <div className={styles.watch}>
      <p className={styles.rotaName}>{rota.name}</p>
      <p className={styles.person}>{watch.name}</p>
      <p className={styles.fact}>
        {t('incidents.rota.until', { time: instantText(watch.toAt, timeZone) })}
        {former === undefined ? null : `, ${t('incidents.rota.inPlaceOf', { name: former })}`}
      </p>
      <p className={styles.fact}>
        <NextOne rota={rota} />
      </p>
      {note === null ? null : (
        <div className={styles.note}>
          <span className={styles.muted}>
            {t('incidents.rota.handOverNote', { name: note.byName, time: instantText(note.at, timeZone) })}
          </span>
          {'\n'}
          {note.text}
        </div>
      )}
      {mayHandOver ? (
        <div className={styles.buttons}>
          <Button
            size="xs"
            leftSection={<IconArrowsExchange size={15} />}
            onClick={() => onAsk({ what: 'hand-over', rota })}
          >
            {t('incidents.rota.handOver')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function NextOne({ rota: { next } }: { rota: RotaStand }) {
  const { t } = useWords();
  const now = useHostNow();
  if (next === null) return t('incidents.rota.noNext');
  const leftMs = msOf(next.fromAt) - msOf(now);
  const countdown = leftMs >= DAY_MS ? roughDurationText(leftMs) : countdownText(leftMs);
  return t('incidents.rota.nextIn', { name: next.name, countdown });
}

/** The same as the command asks: who has the turn, who takes turns, who sets up rotas. */
export function useMayHandOver(rota: RotaStand): boolean {
  const may = useMay();
  const personId = useConsoleStatus()?.person?.id;
  if (may('incidents.configure')) return true;
  return (
    may('incidents.acknowledge') &&
    (rota.now?.personId === personId || rota.personIds.includes(personId ?? ''))
  );
}
