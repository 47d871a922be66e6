import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useState } from 'react';
import { FORM_NAMES } from '#shared/domains/incidents/reports/forms/form.ts';
import { formsDue } from '#shared/domains/incidents/reports/forms/forms-due.ts';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import type { ComplianceEntry } from '#shared/domains/incidents/schema/compliance.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ExportButton } from '#renderer/ui/export-button.tsx';
import { ExportDialog } from '#renderer/ui/export-dialog.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import styles from '../compliance.module.css';

const FORM_FORMATS = ['pdf', 'docx', 'json', 'html'] as const;

type PackPanelProps = { incident: Incident; duties: readonly ComplianceEntry[] };

/** What is handed to an authority: the signed pack, and the data of a form by themselves. */
export function PackPanel({ incident, duties }: PackPanelProps) {
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
        <FormChoice incident={incident} duties={duties} withWitnesses={withWitnesses} />
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

/** A form of an authority, those first that the duties of the incident name. */
function FormChoice({ incident, duties, withWitnesses }: PackPanelProps & { withWitnesses: boolean }) {
  const { t } = useWords();
  const due = formsDue(duties);
  const names = [...due, ...FORM_NAMES.filter((name) => !due.includes(name))];
  const [chosen, setChosen] = useState<string | null>(null);
  const form = names.find((name) => name === chosen) ?? names[0] ?? FORM_NAMES[0];
  return (
    <>
      <NativeSelect
        size="sm"
        label={t('incidents.pack.form')}
        description={t('incidents.pack.form.hint')}
        value={form}
        data={names.map((name) => ({
          value: name,
          label: due.includes(name) ? t('incidents.pack.form.due', { form: name }) : name,
        }))}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <ExportButton
        report="incidents.form"
        parameters={{ id: incident.id, form, withWitnesses }}
        formats={FORM_FORMATS}
      />
    </>
  );
}
