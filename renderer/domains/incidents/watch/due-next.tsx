import { IconBellRinging, IconHourglassLow, IconListCheck, IconScale } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { NextThing } from '#shared/domains/incidents/queries/due-things.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { clockText, roughDurationText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { DrillMark } from '../parts/drill-mark.tsx';
import styles from './watch.module.css';

const ICONS = { step: IconBellRinging, deadline: IconHourglassLow, action: IconListCheck, duty: IconScale };

type DueNextProps = { next: readonly NextThing[]; lateMore: number };

/** What happens by itself, and what somebody has to do, within a day, in order of time; so what is late comes first. */
export function DueNext({ next, lateMore }: DueNextProps) {
  const { t } = useWords();
  return (
    <Panel title={t('incidents.watch.next')} flush>
      {lateMore === 0 ? null : (
        <p className={styles.more}>
          {t('incidents.watch.lateMore', { count: lateMore })}{' '}
          <Link href="/incidents/actions?overdue=1">{t('incidents.actions.nav')}</Link> ·{' '}
          <Link href="/incidents/compliance?state=overdue">{t('incidents.compliance.nav')}</Link>
        </p>
      )}
      {next.length === 0 ? <p className={styles.more}>{t('incidents.watch.next.none')}</p> : null}
      <ul className={styles.next}>
        {next.map((thing) => (
          <li key={thing.id}>
            <NextRow thing={thing} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function NextRow({ thing }: { thing: NextThing }) {
  const { t } = useWords();
  const site = useSite();
  const now = useHostNow();
  const leftMs = msOf(thing.at) - msOf(now);
  const RowIcon = ICONS[thing.kind];
  return (
    <Link href={addressOf(thing)} className={styles.nextRow} data-late={leftMs < 0}>
      <RowIcon size={20} aria-hidden="true" />
      <span className={styles.nextTime}>
        <b>{clockText(thing.at, site?.timeZone)}</b>
        <span>
          {leftMs < 0
            ? t('incidents.watch.late', { duration: roughDurationText(-leftMs) })
            : t('incidents.watch.in', { duration: roughDurationText(leftMs) })}
        </span>
      </span>
      <span className={styles.nextText}>
        <span className={styles.nextKind}>
          {t(`incidents.watch.next.${thing.kind}`, { level: thing.level })} ·{' '}
          <span className={styles.unbroken}>{thing.number}</span>
          {[thing.who, thing.clause].map((said) => (said === null ? null : ` · ${said}`))}{' '}
          <DrillMark incident={thing} />
        </span>
        {thing.text}
      </span>
    </Link>
  );
}

/** Where it can be done. */
function addressOf({ kind, incidentId }: NextThing): string {
  const tab = { step: '', deadline: '', action: '?tab=actions', duty: '?tab=compliance' }[kind];
  return `/incidents/${incidentId}${tab}`;
}
