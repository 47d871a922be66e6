import {
  IconAlertTriangle,
  IconCheck,
  IconInbox,
  IconListCheck,
  IconLock,
  IconRotate,
  IconSearch,
  IconTool,
  type Icon,
} from '@tabler/icons-react';
import type { Stage } from '#shared/domains/incidents/states.ts';
import { useWords } from '#renderer/shell/words.ts';
import styles from './badges.module.css';

const ICONS: { readonly [S in Stage]: Icon } = {
  reported: IconInbox,
  triaging: IconListCheck,
  under_investigation: IconSearch,
  escalated: IconAlertTriangle,
  action_required: IconTool,
  resolved: IconCheck,
  closed: IconLock,
  reopened: IconRotate,
};

export function StageBadge({ stage }: { stage: Stage }) {
  const { t } = useWords();
  const StageIcon = ICONS[stage];
  return (
    <span className={styles.stage} data-stage={stage}>
      <StageIcon size={14} stroke={1.8} aria-hidden="true" />
      {t(`stage.${stage}`)}
    </span>
  );
}
