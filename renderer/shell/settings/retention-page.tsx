import { SegmentedControl, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { NO_WISHES } from '#shared/domains/settings/retention.ts';
import { RecordId } from '#shared/kernel/ids.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { RecordHistory } from '#renderer/ui/record-history.tsx';
import { type Answer } from '../api/questions.ts';
import { useAnswer } from '../api/use-answer.ts';
import { useMay } from '../use-may.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import { OpenTo } from './read-only.tsx';
import { RetentionForm } from './retention-form.tsx';
import { SettingsHeader } from './settings-header.tsx';
import styles from './settings.module.css';
import { type ConsoleSettings, useConsoleSettings } from './use-console-settings.ts';

type Said = Answer<'settings.retention'>;
const NEVER = ['journal', 'records', 'conflicts', 'logs', 'diagnostics', 'tombstones'] as const;

/** What is kept how long, who says so, and what the next clean-up would take away. */
export function RetentionPage() {
  const { t } = useWords();
  const siteId = useSite()?.id;
  return (
    <div className={pages.scroll}>
      <SettingsHeader title={t('settings.retention')} />
      <p className={pages.lead}>{t('settings.retention.about')}</p>
      {siteId === undefined ? null : <Rules siteId={siteId} />}
      <Panel title={t('settings.retention.never')}>
        <ul className={styles.never}>
          {NEVER.map((what) => (
            <li key={what}>{t(`settings.retention.never.${what}`)}</li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function Rules({ siteId }: { siteId: string }) {
  const said = useAnswer('settings.retention', { siteId: RecordId.parse(siteId) });
  const settings = useConsoleSettings();
  for (const answer of [said, settings]) {
    if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (said.data === undefined || settings.data === undefined) return <Skeleton height={420} radius={6} />;
  return <Levels said={said.data} settings={settings.data} />;
}

function Levels({ said, settings }: { said: Said; settings: ConsoleSettings }) {
  const { t } = useWords();
  const may = useMay();
  const site = useSite();
  const isOffice = site?.kind === 'office';
  const [level, setLevel] = useState<'company' | 'site'>(isOffice ? 'company' : 'site');
  const record = said[level];
  const because = level === 'company' && !isOffice ? t('settings.retention.officeOnly') : null;
  return (
    <>
      <SegmentedControl
        className={styles.level ?? ''}
        aria-label={t('settings.retention.level')}
        value={level}
        onChange={(chosen) => setLevel(chosen === 'company' ? 'company' : 'site')}
        data={[
          { value: 'company', label: t('settings.retention.company') },
          { value: 'site', label: t('settings.retention.site', { site: site?.name ?? '' }) },
        ]}
      />
      <OpenTo feature={level === 'company' ? 'settings.manage' : 'store.manage'} because={because}>
        <RetentionForm
          key={`${level} ${JSON.stringify(record?.wishes)}`}
          level={level}
          siteId={said.siteId}
          opened={record?.wishes ?? NO_WISHES}
          company={said.company?.wishes}
          site={said.site?.wishes}
          archiveAfterDaysGiven={settings.archiveAfterDaysGiven}
        />
      </OpenTo>
      {record === null || !may('audit.read') ? null : (
        <RecordHistory key={record.id} record={{ collection: 'settings', id: record.id }} />
      )}
    </>
  );
}
