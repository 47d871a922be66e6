import { Button } from '@mantine/core';
import {
  IconArrowBigUpLines,
  IconCheck,
  IconGauge,
  IconGitMerge,
  IconListCheck,
  IconLock,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRotate,
  IconSearch,
  IconTool,
  IconUserPlus,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { type IncidentAction, possibleActions } from '../actions.ts';
import { ActionDialog } from '../dialogs/action-dialog.tsx';
import styles from '../incidents.module.css';

const ICONS: { readonly [A in IncidentAction]: Icon } = {
  triage: IconListCheck,
  assign: IconUserPlus,
  team: IconUsersGroup,
  severity: IconGauge,
  amend: IconPencil,
  escalate: IconArrowBigUpLines,
  pauseClock: IconPlayerPause,
  resumeClock: IconPlayerPlay,
  investigate: IconSearch,
  requireAction: IconTool,
  merge: IconGitMerge,
  resolve: IconCheck,
  close: IconLock,
  reopen: IconRotate,
};

/** The steps that are open now, to this person, at this stage. Each opens a small dialog. */
export function ActionBar({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const may = useMay();
  const [action, setAction] = useState<IncidentAction | null>(null);
  const actions = possibleActions(incident, may);
  if (actions.length === 0 && action === null) return null;
  return (
    <div className={styles.actions} role="group" aria-label={t('incidents.action.menu')}>
      {actions.map((name) => {
        const ActionIcon = ICONS[name];
        return (
          <Button
            key={name}
            variant="default"
            size="xs"
            px={9}
            leftSection={<ActionIcon size={15} stroke={1.8} />}
            onClick={() => setAction(name)}
          >
            {t(`incidents.action.${name}`)}
          </Button>
        );
      })}
      <ActionDialog incident={incident} action={action} onClose={() => setAction(null)} />
    </div>
  );
}
