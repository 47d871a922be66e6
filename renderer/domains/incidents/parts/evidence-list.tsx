import { Button, Modal } from '@mantine/core';
import { IconArrowsExchange, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Evidence } from '#shared/domains/incidents/schema/investigation.ts';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { instantText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import { HandOverForm, TakeEvidenceForm } from '../dialogs/evidence-forms.tsx';
import styles from '../investigation.module.css';

/** So much of a hash tells files of one incident apart; the whole one stands in what is exported. */
const HASH_SHOWN = 16;

type EvidenceListProps = {
  incidentId: string;
  inquiry: Answer<'incidents.investigation'>;
  isClosed: boolean;
};

/** What proves something, with the hash it had when it was taken and the hands it went through. */
export function EvidenceList({ incidentId, inquiry, isClosed }: EvidenceListProps) {
  const { t } = useWords();
  const [ask, setAsk] = useState<Evidence | 'new' | null>(null);
  const close = () => setAsk(null);
  const { evidence, files, mayInvestigate } = inquiry;
  return (
    <Panel title={t('incidents.evidence.title')}>
      <div className={styles.work}>
        {evidence.length === 0 ? <p className={styles.muted}>{t('incidents.evidence.none')}</p> : null}
        <ul className={styles.list}>
          {evidence.map((one) => (
            <li key={one.id} className={styles.item}>
              <EvidenceText
                evidence={one}
                fileName={files.find(({ id }) => id === one.attachmentId)?.fileName}
              />
              {mayInvestigate ? (
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconArrowsExchange size={15} />}
                  onClick={() => setAsk(one)}
                >
                  {t('incidents.evidence.handOver')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
        {mayInvestigate && !isClosed ? (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus size={15} />}
              onClick={() => setAsk('new')}
            >
              {t('incidents.evidence.add')}
            </Button>
          </div>
        ) : null}
      </div>
      <Modal
        opened={ask !== null}
        onClose={close}
        title={t(ask === 'new' ? 'incidents.evidence.add' : 'incidents.evidence.handOver')}
      >
        {ask === 'new' ? <TakeEvidenceForm incidentId={incidentId} files={files} onDone={close} /> : null}
        {ask === null || ask === 'new' ? null : (
          <HandOverForm incidentId={incidentId} evidence={ask} onDone={close} />
        )}
      </Modal>
    </Panel>
  );
}

function EvidenceText({ evidence, fileName }: { evidence: Evidence; fileName: string | undefined }) {
  const { t } = useWords();
  const site = useSite();
  const time = (at: string) => instantText(at, site?.timeZone);
  return (
    <div className={styles.itemMain}>
      <p className={styles.itemText}>{evidence.description}</p>
      <p className={styles.itemNote}>
        {fileName === undefined ? null : <span>{fileName}</span>}
        {evidence.sha256 === null ? null : (
          <span className={styles.hash} title={evidence.sha256}>
            {t('incidents.evidence.hash', { hash: evidence.sha256.slice(0, HASH_SHOWN) })}
          </span>
        )}
        {evidence.keptWhere === '' ? null : (
          <span>{t('incidents.evidence.keptAt', { place: evidence.keptWhere })}</span>
        )}
        <span>
          {t('incidents.evidence.taken', { name: evidence.takenByName })}, {time(evidence.takenAt)}
        </span>
      </p>
      {evidence.custody.length === 0 ? null : (
        <ol className={styles.gaps}>
          {evidence.custody.map(({ at, to, byName, note }) => (
            <li key={`${at} ${to}`}>
              {t('incidents.evidence.handedOver', { time: time(at), byName, to })}
              {note === '' ? '' : ` (${note})`}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
