import { Button, Checkbox } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useState } from 'react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ExportButton } from '#renderer/ui/export-button.tsx';
import { ExportDialog } from '#renderer/ui/export-dialog.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../compliance.module.css';

const FORM_FORMATS = ['pdf', 'docx', 'json', 'html'] as const;

/** What is handed to an authority: the signed pack, and the form's data by themselves. */
export function PackPanel({ incident }: { incident: Incident }) {
  const { t } = useWords();
  const may = useMay();
  const [withWitnesses, setWithWitnesses] = useState(false);
  const [opened, setOpened] = useState(false);
  if (!may('incidents.regulate') || !may('exports.create')) return null;
  return (
    <Panel title={t('incidents.pack.title')}>
      <div className={styles.stack}>
        <p className={styles.note}>{t('incidents.pack.text')}</p>
        {may('incidents.investigate') ? (
          <Checkbox
            label={t('incidents.pack.witnesses')}
            checked={withWitnesses}
            onChange={(event) => setWithWitnesses(event.currentTarget.checked)}
          />
        ) : null}
        <Button
          size="sm"
          variant="default"
          leftSection={<IconFileZip size={16} />}
          onClick={() => setOpened(true)}
        >
          {t('incidents.pack.make')}
        </Button>
        <p className={styles.note}>{t('incidents.pack.form')}</p>
        <ExportButton
          report="incidents.cg2692"
          parameters={{ id: incident.id, withWitnesses }}
          formats={FORM_FORMATS}
        />
      </div>
      <ExportDialog
        format={opened ? 'zip' : null}
        request={{ report: 'incidents.regulatorPack', parameters: { id: incident.id, withWitnesses } }}
        withAttachments
        rows={undefined}
        onClose={() => setOpened(false)}
      />
    </Panel>
  );
}
