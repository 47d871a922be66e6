import { Button, Modal } from '@mantine/core';
import { IconEye, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { RecordId } from '#shared/kernel/ids.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { StatementDialog, TakeStatementForm } from '../dialogs/statement-forms.tsx';
import styles from '../investigation.module.css';

type WitnessesProps = {
  incidentId: string;
  witnesses: Answer<'incidents.investigation'>['witnesses'];
  isClosed: boolean;
};

/** Who was there, in what capacity. A statement opens by itself, and that is noted. */
export function Witnesses({ incidentId, witnesses, isClosed }: WitnessesProps) {
  const { t } = useWords();
  const mayRead = useMay()('incidents.investigate');
  const [opened, setOpened] = useState<string | null>(null);
  const close = () => setOpened(null);
  return (
    <Panel title={t('incidents.witnesses.title')}>
      <div className={styles.work}>
        {witnesses.length === 0 ? <p className={styles.muted}>{t('incidents.witnesses.none')}</p> : null}
        <ul className={styles.list}>
          {witnesses.map((witness) => (
            <li key={witness.id} className={styles.item}>
              <div>
                <p className={styles.itemText}>{witness.capacity || t('incidents.witnesses.noCapacity')}</p>
                <p className={styles.itemNote}>
                  {t('incidents.witnesses.taken', { name: witness.takenByName })}
                  <RelativeTime at={witness.takenAt} />
                </p>
              </div>
              {mayRead ? (
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconEye size={15} />}
                  onClick={() => setOpened(witness.id)}
                >
                  {t('incidents.witnesses.read')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        {witnesses.length === 0 ? null : <p className={styles.muted}>{t('incidents.witnesses.note')}</p>}
        {mayRead && !isClosed ? (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={15} />}
              onClick={() => setOpened(NEW)}
            >
              {t('incidents.witnesses.add')}
            </Button>
          </div>
        ) : null}
      </div>
      <Modal opened={opened === NEW} onClose={close} title={t('incidents.witnesses.add')}>
        <TakeStatementForm incidentId={incidentId} onDone={close} />
      </Modal>
      {opened === null || opened === NEW ? null : (
        <StatementDialog
          incidentId={incidentId}
          witnessId={RecordId.parse(opened)}
          mayChange={!isClosed}
          onClose={close}
        />
      )}
    </Panel>
  );
}

const NEW = 'new';
