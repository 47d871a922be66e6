import { Button, Modal, Skeleton } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useState } from 'react';
import type { Incident } from '#shared/domains/incidents/schema.ts';
import type { ComplianceEntry } from '#shared/domains/incidents/schema/compliance.ts';
import type { IncidentFacts } from '#shared/domains/incidents/schema/facts.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { type TextKey, useWords } from '#renderer/shell/words.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Fact, Facts } from '#renderer/ui/facts.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import styles from '../compliance.module.css';
import { AddDutyForm, DutyStatusForm, ReportDutyForm, ReviewDutyForm } from '../dialogs/duty-forms.tsx';
import { FactsForm } from '../dialogs/facts-form.tsx';
import incidents from '../incidents.module.css';
import { type DutyAct, DutyItem } from '../parts/duty-item.tsx';
import { PackPanel } from '../parts/pack-panel.tsx';

type Opened =
  | { readonly form: 'facts' }
  | { readonly form: 'add' }
  | { readonly form: DutyAct; readonly duty: ComplianceEntry };

const TITLES: { readonly [F in Opened['form']]: TextKey } = {
  facts: 'incidents.facts.title',
  add: 'incidents.duties.add',
  report: 'incidents.duties.report',
  review: 'incidents.duties.review',
  setStatus: 'incidents.duties.setStatus',
};

/** Who must be told of this incident, by when and why, and what was reported. */
export function ComplianceTab({ incident }: { incident: Incident }) {
  const { t, label } = useWords();
  const may = useMay();
  const [opened, setOpened] = useState<Opened | null>(null);
  const answer = useAnswerAbout('incidents.compliance', { id: incident.id });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={320} radius={6} />;
  const { facts, entries, casualtyClass, files } = answer.data;
  const mayAct = may('incidents.regulate');
  const close = () => setOpened(null);
  return (
    <div className={incidents.detail}>
      <Panel title={t('incidents.duties.title')}>
        {entries.length === 0 ? (
          <EmptyState
            icon={IconScale}
            title={t('incidents.duties.none')}
            text={t('incidents.duties.none.text')}
          />
        ) : (
          <ul className={styles.duties}>
            {entries.map((duty) => (
              <DutyItem
                key={duty.id}
                incident={incident}
                duty={duty}
                onAct={(form) => setOpened({ form, duty })}
              />
            ))}
          </ul>
        )}
        {mayAct ? (
          <div className={styles.actions}>
            <Button size="sm" onClick={() => setOpened({ form: 'facts' })}>
              {t(facts === null ? 'incidents.duties.assess' : 'incidents.duties.assessAgain')}
            </Button>
            <Button size="sm" variant="default" onClick={() => setOpened({ form: 'add' })}>
              {t('incidents.duties.add')}
            </Button>
          </div>
        ) : null}
      </Panel>
      <div className={incidents.side}>
        {facts === null ? null : (
          <Panel title={t('incidents.facts.title')}>
            <Facts>
              <Fact name={t('incidents.duties.class')}>
                {label({ key: `casualtyClass.${casualtyClass ?? 'none'}` })}
              </Fact>
              <Fact name={t('incidents.duties.assessed', { name: facts.assessedByName })}>
                <RelativeTime at={facts.assessedAt} />
              </Fact>
            </Facts>
          </Panel>
        )}
        <PackPanel incident={incident} duties={entries} />
      </div>
      <DutyDialog incident={incident} facts={facts} files={files} opened={opened} onClose={close} />
    </div>
  );
}

type DutyDialogProps = {
  incident: Incident;
  facts: IncidentFacts | null;
  files: readonly { readonly id: string; readonly fileName: string }[];
  opened: Opened | null;
  onClose(): void;
};

function DutyDialog({ incident, facts, files, opened, onClose }: DutyDialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={opened !== null}
      onClose={onClose}
      title={opened === null ? '' : t(TITLES[opened.form])}
      size={620}
    >
      {opened === null ? null : formFor(opened)}
    </Modal>
  );

  function formFor(shown: Opened) {
    if (shown.form === 'facts') return <FactsForm incident={incident} facts={facts} onDone={onClose} />;
    if (shown.form === 'add') return <AddDutyForm incident={incident} onDone={onClose} />;
    const about = { incident, duty: shown.duty, onDone: onClose };
    if (shown.form === 'report') return <ReportDutyForm {...about} files={files} />;
    return shown.form === 'review' ? <ReviewDutyForm {...about} /> : <DutyStatusForm {...about} />;
  }
}
