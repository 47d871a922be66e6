import {
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClockExclamation,
  type Icon,
} from '@tabler/icons-react';
import type { ReceiptState } from '#shared/domains/incidents/rules/circulars.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from '../investigation.module.css';

const ICONS: { readonly [S in ReceiptState]: Icon } = {
  acknowledged: IconCircleCheck,
  waiting: IconCircleDashed,
  late: IconClockExclamation,
  withdrawn: IconCircleX,
};

/** How a site stands to a circular, by sign and word. */
export function StateText({ state }: { state: ReceiptState }) {
  const { t } = useWords();
  const StateIcon = ICONS[state];
  return (
    <span className={styles.due} data-due={state === 'late' ? 'overdue' : undefined}>
      <StateIcon size={15} stroke={1.8} aria-hidden="true" style={{ verticalAlign: '-2px' }} />{' '}
      {t(`incidents.circular.state.${state}`)}
    </span>
  );
}
