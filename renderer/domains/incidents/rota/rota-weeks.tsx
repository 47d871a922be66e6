import { Button } from '@mantine/core';
import type { NamedWatch, RotaStand } from '#shared/domains/incidents/queries/rota.ts';
import { isoOf, msOf } from '#shared/kernel/clock.ts';
import { useCommand } from '#renderer/shell/api/use-command.ts';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { dayText, instantText } from '#renderer/ui/format.ts';
import { useMayHandOver } from './on-call-now.tsx';
import type { RotaAsk } from './rota-dialog.tsx';
import styles from './rota.module.css';

const WEEK_MS = 7 * 24 * 60 * 60_000;
const WEEKS = [0, 1, 2, 3];
const TONES = 6;

type RotaWeeksProps = { rota: RotaStand; timeZone: string; onAsk(asked: RotaAsk): void };

/** One rota: four weeks of turns, who stands in when, and what may be done with it. */
export function RotaWeeks({ rota, timeZone, onAsk }: RotaWeeksProps) {
  const { t } = useWords();
  const may = useMay();
  const mayStandIn = useMayHandOver(rota);
  const startMs = msOf(rota.turns[0]?.fromAt ?? isoOf(0));
  return (
    <section className={styles.rota} aria-label={rota.name}>
      <div className={styles.rotaHead}>
        <h3 className={styles.rotaTitle}>{rota.name}</h3>
        <span className={styles.muted}>{t('incidents.rota.level', { level: rota.level })}</span>
        <span className={styles.buttons}>
          {mayStandIn ? (
            <Button variant="default" size="compact-xs" onClick={() => onAsk({ what: 'stand-in', rota })}>
              {t('incidents.rota.standIn')}
            </Button>
          ) : null}
          {may('incidents.configure') ? (
            <>
              <Button variant="default" size="compact-xs" onClick={() => onAsk({ what: 'edit', rota })}>
                {t('incidents.rota.edit')}
              </Button>
              <Button variant="default" size="compact-xs" onClick={() => onAsk({ what: 'remove', rota })}>
                {t('incidents.rota.remove')}
              </Button>
            </>
          ) : null}
        </span>
      </div>
      {WEEKS.map((week) => (
        <Week key={week} rota={rota} fromMs={startMs + week * WEEK_MS} timeZone={timeZone} />
      ))}
      <StandIns rota={rota} timeZone={timeZone} />
    </section>
  );
}

function Week({ rota, fromMs, timeZone }: { rota: RotaStand; fromMs: number; timeZone: string }) {
  const { t } = useWords();
  const [from, to] = [isoOf(fromMs), isoOf(fromMs + WEEK_MS)];
  const name = t('incidents.rota.strip.week', { day: dayText(from, timeZone) });
  const turns = rota.turns.filter((turn) => turn.fromAt < to && turn.toAt > from);
  return (
    <div className={styles.week}>
      <span className={styles.weekName}>{name}</span>
      <ol className={styles.strip} aria-label={name}>
        {turns.map((turn) => (
          <Turn key={turn.fromAt} turn={turn} rota={rota} fromMs={fromMs} timeZone={timeZone} />
        ))}
      </ol>
    </div>
  );
}

type TurnProps = { turn: NamedWatch; rota: RotaStand; fromMs: number; timeZone: string };

function Turn({ turn, rota, fromMs, timeZone }: TurnProps) {
  const { t } = useWords();
  const startMs = Math.max(msOf(turn.fromAt), fromMs);
  const endMs = Math.min(msOf(turn.toAt), fromMs + WEEK_MS);
  const place = rota.personIds.indexOf(turn.personId);
  const former = rota.people.find(({ id }) => id === turn.inPlaceOf)?.name;
  const times = { from: instantText(turn.fromAt, timeZone), to: instantText(turn.toAt, timeZone) };
  const said =
    former === undefined
      ? t('incidents.rota.strip.turn', { name: turn.name, ...times })
      : t('incidents.rota.strip.turn.instead', { name: turn.name, former, ...times });
  const share = (ms: number) => `${(ms / WEEK_MS) * 100}%`;
  return (
    <li
      className={styles.turn}
      data-instead={former !== undefined}
      title={said}
      style={{
        left: share(startMs - fromMs),
        width: share(endMs - startMs),
        ...(place < 0 ? {} : { '--turn': `var(--fl-series-${(place % TONES) + 1})` }),
      }}
    >
      <span aria-hidden="true">{turn.name}</span>
      <span className={styles.hidden}>{said}</span>
    </li>
  );
}

function StandIns({ rota, timeZone }: { rota: RotaStand; timeZone: string }) {
  const { t } = useWords();
  const may = useMay();
  const personId = useConsoleStatus()?.person?.id;
  const command = useCommand('incidents.withdrawOverride', rota.id);
  if (rota.overrides.length === 0) return null;
  return (
    <>
      <p className={styles.rotaName}>{t('incidents.rota.overrides')}</p>
      <ErrorAlert error={command.error} />
      <ul className={styles.lines}>
        {rota.overrides.map((one) => (
          <li key={one.id}>
            <span>
              {t('incidents.rota.override.line', {
                name: one.personName,
                from: instantText(one.fromAt, timeZone),
                to: instantText(one.toAt, timeZone),
              })}
            </span>
            <span className={styles.muted}>
              {t('incidents.rota.override.madeBy', { name: one.madeByName })}
            </span>
            {one.reason === '' ? null : <span className={styles.muted}>{one.reason}</span>}
            {may('incidents.configure') || one.madeById === personId ? (
              <Button
                variant="default"
                size="compact-xs"
                loading={command.phase !== 'idle'}
                aria-label={t('incidents.rota.override.withdraw.of', { name: one.personName })}
                onClick={() => void command.run({ overrideId: one.id })}
              >
                {t('incidents.rota.override.withdraw')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}
