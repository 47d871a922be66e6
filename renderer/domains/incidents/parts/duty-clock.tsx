import { IconAlertOctagon, IconCircleCheck, IconClock, IconMinus } from '@tabler/icons-react';
import { type DutyState, dutyStateAt } from '#shared/domains/incidents/rules/duty-state.ts';
import type { ComplianceEntry } from '#shared/domains/incidents/schema/compliance.ts';
import { msOf } from '#shared/kernel/clock.ts';
import { useHostNow } from '#renderer/shell/connection/use-host-now.ts';
import { t } from '#renderer/shell/words.ts';
import { absoluteText } from '#renderer/ui/relative-time.tsx';
import { durationText } from '#renderer/ui/format.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import styles from '../compliance.module.css';

type Timed = Pick<ComplianceEntry, 'reportedAt' | 'status' | 'withdrawnAt' | 'reportDueAt'> & {
  readonly isImmediate: boolean;
};

const ICONS: { readonly [State in DutyState]: typeof IconClock } = {
  overdue: IconAlertOctagon,
  due: IconClock,
  open: IconClock,
  done: IconCircleCheck,
  not_applicable: IconMinus,
};

/** How long there is, or how late it is. */
export function DutyClock({ duty }: { duty: Timed }) {
  const now = useHostNow();
  const site = useSite();
  const state = dutyStateAt(duty, now);
  const StateIcon = ICONS[state];
  const hint = duty.isImmediate
    ? t('incidents.duties.atOnce.hint')
    : duty.reportDueAt === null
      ? undefined
      : absoluteText(duty.reportDueAt, site?.timeZone);
  return (
    <span className={styles.clock} data-state={state} title={hint}>
      <StateIcon size={15} stroke={1.9} aria-hidden="true" />
      {clockText(duty, state, now)}
    </span>
  );
}

function clockText({ isImmediate, reportDueAt, reportedAt }: Timed, state: DutyState, now: string): string {
  if (state === 'not_applicable') return t('incidents.duties.notApplicable');
  if (state === 'done' && reportedAt === null) return t('incidents.duties.met');
  if (reportDueAt === null) return t(state === 'done' ? 'incidents.duties.done' : 'incidents.duties.noTime');
  const dueMs = msOf(reportDueAt);
  if (reportedAt !== null) {
    const lateMs = msOf(reportedAt) - dueMs;
    return lateMs > 0
      ? t('incidents.duties.late', { duration: durationText(lateMs) })
      : t('incidents.duties.done');
  }
  const duration = durationText(Math.abs(dueMs - msOf(now)));
  if (state === 'overdue') return t('incidents.duties.overdueBy', { duration });
  return isImmediate ? t('incidents.duties.atOnce') : t('incidents.duties.left', { duration });
}
