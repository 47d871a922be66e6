import { Button, Modal } from '@mantine/core';
import { IconSpeakerphone } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { useAnswer } from '#renderer/shell/api/use-answer.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { dateText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../investigation.module.css';
import { CircularForm } from './circular-form.tsx';

type CircularsPanelProps = { incident: Incident; lessons: string; mayInvestigate: boolean };

/** INC-66: what other sites were told because of an incident; offices alone make them. */
export function CircularsPanel({ incident, lessons, mayInvestigate }: CircularsPanelProps) {
  const { t } = useWords();
  const site = useSite();
  const [isMaking, setMaking] = useState(false);
  const isOffice = site?.kind === 'office';
  const fromIncidentId = RecordId.parse(incident.id);
  const rows = useAnswer('incidents.circulars', { fromIncidentId }, { enabled: isOffice }).data?.rows ?? [];
  if (!isOffice) return null;
  return (
    <Panel title={t('incidents.circular.panel')}>
      <div className={styles.work}>
        {rows.length === 0 ? (
          <p className={styles.muted}>{t('incidents.circular.panel.none')}</p>
        ) : (
          <ul className={styles.list}>
            {rows.map((row) => (
              <li key={row.id} className={styles.item}>
                <span>
                  <Link href={`/incidents/circulars/${row.id}`}>{row.title}</Link>,{' '}
                  {dateText(row.issuedAt, site.timeZone)},{' '}
                  {t('incidents.circular.panel.done', { done: row.acknowledged, sites: row.sites })}
                </span>
              </li>
            ))}
          </ul>
        )}
        {mayInvestigate ? (
          <div className={styles.buttons}>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconSpeakerphone size={15} />}
              onClick={() => setMaking(true)}
            >
              {t('incidents.circular.make')}
            </Button>
          </div>
        ) : null}
      </div>
      <Modal
        opened={isMaking}
        onClose={() => setMaking(false)}
        title={t('incidents.circular.make')}
        size={640}
      >
        <CircularForm incident={incident} lessons={lessons} onDone={() => setMaking(false)} />
      </Modal>
    </Panel>
  );
}
