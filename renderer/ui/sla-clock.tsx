import {
  IconAlertOctagon,
  IconCheck,
  IconClock,
  IconHourglassLow,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './badges.module.css';
import { instantText } from './format.ts';
import { slaView, type SlaRecord, type SlaView } from './sla.ts';

const ICONS = {
  on_track: IconClock,
  at_risk: IconHourglassLow,
  overdue: IconAlertOctagon,
  paused: IconPlayerPause,
  in_time: IconCheck,
};

/** Counts to the deadline by the host's time. */
export function SlaClock({ record, large = false }: { record: SlaRecord; large?: boolean }) {
  const { t, label } = useWords();
  const site = useSite();
  const view = slaView(record, useHostNow());
  const SlaIcon = ICONS[markOf(view)];
  const reason = view.paused ? (record.clockPauseReason ?? null) : null;
  return (
    <span
      className={`${styles.sla} ${large ? styles.large : ''}`}
      data-sla={view.over && view.status !== 'overdue' ? 'on_track' : view.status}
      data-over={view.over || view.paused}
      title={
        view.paused ? t('sla.paused.hint') : t('sla.due', { time: instantText(record.dueAt, site?.timeZone) })
      }
    >
      <SlaIcon size={large ? 17 : 14} stroke={1.9} aria-hidden="true" />
      {t(view.key, view.params)}
      {reason === null || !large ? null : `, ${label({ key: `pause.${reason}` })}`}
    </span>
  );
}

function markOf({ paused, over, status }: SlaView): keyof typeof ICONS {
  if (paused) return 'paused';
  return over && status !== 'overdue' ? 'in_time' : status;
}
