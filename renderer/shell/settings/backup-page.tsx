import { Anchor, Select, Skeleton, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { BACKUP_HOURS, BackupPlan } from '#shared/domains/settings/console-plans.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Fact, Facts } from '#renderer/ui/facts.tsx';
import form from '#renderer/ui/form.module.css';
import { FormFooter } from '#renderer/ui/form-footer.tsx';
import { bytesText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import { useDraftForm } from '../use-draft-form.ts';
import { useMay } from '../use-may.ts';
import { useWords } from '../words.ts';
import { OpenTo } from './read-only.tsx';
import { SettingsHeader } from './settings-header.tsx';
import styles from './settings.module.css';
import { type ConsoleSettings, useConsoleSettings, useSettingsChanged } from './use-console-settings.ts';

type Backup = ConsoleSettings['backup'];
/** A backup and its copy are made beside the page. */
const LOOK_MS = 5_000;

/** How often backups are made, where a second copy goes, and how it stands with them. */
export function BackupPage() {
  const { t } = useWords();
  const may = useMay();
  const problem = useConsoleStatus()?.storeProblem ?? null;
  const answer = useConsoleSettings({ refetchMs: LOOK_MS });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const backup = answer.data?.backup;
  return (
    <div className={pages.narrow}>
      <SettingsHeader title={t('settings.backup')} />
      <p className={pages.lead}>{t('settings.thisConsole')}</p>
      <ErrorAlert error={problem} />
      {backup === undefined ? (
        <Skeleton height={320} radius={6} />
      ) : (
        <>
          <State backup={backup} mayOpenStore={may('store.manage')} />
          <OpenTo feature="store.manage">
            <Panel title={t('settings.backup.plan')}>
              <PlanForm key={JSON.stringify([backup.everyHours, backup.copyTo])} backup={backup} />
            </Panel>
          </OpenTo>
        </>
      )}
    </div>
  );
}

function State({ backup, mayOpenStore }: { backup: Backup; mayOpenStore: boolean }) {
  const { t } = useWords();
  const { newest, count, isCopied, lastCopy } = backup;
  return (
    <Panel title={t('settings.backup.state')}>
      <div className={styles.work}>
        <Facts>
          <Fact name={t('settings.backup.newest')}>
            {newest === null ? (
              t('settings.backup.newest.none')
            ) : (
              <>
                <RelativeTime at={newest.takenAt} />,{' '}
                {t('settings.backup.newest.verified', { size: bytesText(newest.sizeBytes) })}
              </>
            )}
          </Fact>
          <Fact name={t('settings.backup.count')}>{t('settings.backup.count.text', { count })}</Fact>
          {isCopied ? (
            <Fact name={t('settings.backup.copy')}>
              {lastCopy === null ? (
                t('settings.backup.copy.none')
              ) : (
                <>
                  <RelativeTime at={lastCopy.at} />, {t('settings.backup.copy.same')}
                </>
              )}
            </Fact>
          ) : null}
        </Facts>
        {isCopied ? null : <p className={styles.text}>{t('settings.backup.copy.off')}</p>}
        <Anchor component={Link} href="/settings/retention" size="sm">
          {t('settings.backup.kept')}
        </Anchor>
        {mayOpenStore ? (
          <Anchor component={Link} href="/store" size="sm">
            {t('settings.backup.restore')}
          </Anchor>
        ) : null}
      </div>
    </Panel>
  );
}

function PlanForm({ backup: { everyHours, copyTo } }: { backup: Backup }) {
  const { t } = useWords();
  const changed = useSettingsChanged();
  const save = useAction(
    useCallback(
      async (plan: BackupPlan) => {
        await connection.api.settings.saveBackupPlan.mutate(plan);
        notifications.show({ message: t('settings.saved') });
        await changed();
      },
      [t, changed],
    ),
  );
  const draft = useDraftForm<BackupPlan>({
    formId: null,
    initial: { everyHours, copyTo },
    schema: BackupPlan,
    error: save.error,
  });
  const submit = draft.onSubmit(async (plan) => {
    await save.run(plan);
  });
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <Select
        label={t('settings.backup.every')}
        allowDeselect={false}
        data={BACKUP_HOURS.map((count) => ({
          value: String(count),
          label: t('settings.backup.every.hours', { count }),
        }))}
        value={String(draft.values.everyHours)}
        onChange={(chosen) => {
          const hours = BACKUP_HOURS.find((count) => String(count) === chosen);
          if (hours !== undefined) draft.setFieldValue('everyHours', hours);
        }}
      />
      <TextInput
        label={t('settings.backup.copyTo')}
        description={t('settings.backup.copyTo.text')}
        maxLength={500}
        value={draft.values.copyTo ?? ''}
        error={draft.errors['copyTo']}
        onChange={(event) => draft.setFieldValue('copyTo', event.currentTarget.value || null)}
      />
      <FormFooter
        phase={save.busy ? 'sending' : 'idle'}
        error={save.error}
        fields={['copyTo']}
        submit={t('settings.save')}
      />
    </form>
  );
}
