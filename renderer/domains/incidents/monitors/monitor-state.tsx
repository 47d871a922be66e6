import {
  IconActivityHeartbeat,
  IconAlertOctagon,
  IconBellOff,
  IconClockExclamation,
  IconCircleDashed,
  IconQuestionMark,
} from '@tabler/icons-react';
import type { MonitorState } from '#shared/domains/incidents/rules/silence.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './monitors.module.css';

type Shown = MonitorState | 'unknown';

const ICONS: { readonly [State in Shown]: typeof IconAlertOctagon } = {
  beating: IconActivityHeartbeat,
  late: IconClockExclamation,
  silent: IconAlertOctagon,
  muted: IconBellOff,
  'never-beaten': IconCircleDashed,
  unknown: IconQuestionMark,
};

export function MonitorStateText({ state }: { state: Shown }) {
  const { t } = useWords();
  const StateIcon = ICONS[state];
  return (
    <span className={styles.state} data-state={state}>
      <StateIcon size={16} stroke={1.8} aria-hidden="true" />
      {t(`incidents.monitor.state.${state}`)}
    </span>
  );
}
