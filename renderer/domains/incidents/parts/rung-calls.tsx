import type { Incident } from '#shared/domains/incidents/schema.ts';
import { isOpen } from '#shared/domains/incidents/states.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { CallOffForm } from './call-off-form.tsx';
import { CalledPeople } from './called-people.tsx';
import type { LadderCall as Call } from './ladder-answer.ts';
import styles from './ladder.module.css';

type RungCallsProps = { incident: Incident; calls: readonly Call[]; wasSkipped: boolean };

/** Whom a level called, why, how each was told, and how it ended. */
export function RungCalls({ incident, calls, wasSkipped }: RungCallsProps) {
  const { t } = useWords();
  const may = useMay();
  if (wasSkipped) return <p className={styles.call}>{t('incidents.ladder.skipped')}</p>;
  return calls.map((call) => (
    <div key={call.id} className={styles.call}>
      {call.calledNames.length === 0
        ? t('incidents.ladder.calledNobody')
        : t('incidents.ladder.called', { names: call.calledNames.join(', ') })}
      {', '}
      <RelativeTime at={call.at} />
      {': '}
      {t(`incidents.ladder.trigger.${call.trigger}`, { name: call.escalatedByName })}
      {call.reason === null ? null : `, “${call.reason}”`}
      <br />
      <Ending call={call} />
      <CalledPeople people={call.people} />
      {mayBeCalledOff(incident, call) && may('incidents.escalate') ? (
        <CallOffForm incident={incident} stepId={call.id} />
      ) : null}
    </div>
  ));
}

function Ending({ call }: { call: Call }) {
  const { t } = useWords();
  if (call.calledOffAt !== null) {
    return (
      <>
        {t('incidents.ladder.calledOff', { name: call.calledOffByName ?? '' })},{' '}
        <RelativeTime at={call.calledOffAt} />
        {`: “${call.calledOffBecause ?? ''}”`}
      </>
    );
  }
  return (
    <>
      {call.isActive
        ? t('incidents.ladder.ended.none')
        : t(`incidents.ladder.ended.${call.endedBecause ?? 'next_level'}`)}
      {call.response ? `: ${call.response}` : null}
    </>
  );
}

/** INC-58, as far as a page can tell. */
function mayBeCalledOff(incident: Incident, { trigger, calledOffAt, at }: Call): boolean {
  const isOfNow = isOpen(incident.stage) && at >= incident.clockStartedAt;
  return isOfNow && trigger === 'manual' && calledOffAt === null;
}
