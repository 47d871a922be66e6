import { Button, Modal, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListCheck, IconPlus } from '@tabler/icons-react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { AddActionForm } from '../dialogs/action-edit-form.tsx';
import styles from '../investigation.module.css';
import { ActionList } from '../parts/action-list.tsx';

/** What is to be done about an incident, by whom and by when, and what came of it. */
export function ActionsTab({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const answer = useAnswerAbout('incidents.actions', { id: incident.id });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={220} />;
  const actions = answer.data;
  return (
    <Panel title={t('incidents.tab.actions')}>
      <div className={styles.work}>
        {actions.length === 0 ? (
          <EmptyState
            icon={IconListCheck}
            title={t('incidents.actions.none')}
            text={t('incidents.actions.none.text')}
          />
        ) : null}
        <ActionList
          label={t('incidents.actions.open')}
          actions={actions.filter(({ state }) => state === 'open')}
        />
        <ActionList
          label={t('incidents.actions.over')}
          actions={actions.filter(({ state }) => state !== 'open')}
        />
        <AddAction incident={incident} />
      </div>
    </Panel>
  );
}

function AddAction({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const may = useMay();
  const [opened, { open, close }] = useDisclosure(false);
  if (!may('incidents.handle') || incident.stage === 'closed') return null;
  return (
    <div>
      <Button variant="default" size="sm" leftSection={<IconPlus size={16} />} onClick={open}>
        {t('incidents.actions.add')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('incidents.actions.add')}>
        <AddActionForm incident={incident} onDone={close} />
      </Modal>
    </div>
  );
}
