import { IconAlertOctagon, IconCheck, IconClock, IconHourglassLow } from '@tabler/icons-react';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './badges.module.css';
import { instantText } from './format.ts';
import { slaView, type SlaRecord } from './sla.ts';

const ICONS = { on_track: IconClock, at_risk: IconHourglassLow, overdue: IconAlertOctagon };

/** Counts to the deadline by the host's time. */
export function SlaClock({ record, large = false }: { record: SlaRecord; large?: boolean }) {
  const { t } = useWords();
  const site = useSite();
  const view = slaView(record, useHostNow());
  const SlaIcon = view.over && view.status !== 'overdue' ? IconCheck : ICONS[view.status];
  return (
    <span
      className={`${styles.sla} ${large ? styles.large : ''}`}
      data-sla={view.over && view.status !== 'overdue' ? 'on_track' : view.status}
      data-over={view.over}
      title={t('sla.due', { time: instantText(record.dueAt, site?.timeZone) })}
    >
      <SlaIcon size={large ? 17 : 14} stroke={1.9} aria-hidden="true" />
      {t(view.key, view.params)}
    </span>
  );
}
