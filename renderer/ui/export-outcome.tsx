import { Button, Progress } from '@mantine/core';
import { IconDownload, IconX } from '@tabler/icons-react';
import {
  type ExportView,
  isUnderWay,
  useExport,
  useExportActions,
} from '#renderer/shell/exports-page/use-exports.ts';
import { GoodNews } from '#renderer/shell/store-page/task-state.tsx';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorAlert } from './error-alert.tsx';
import { ErrorState } from './error-state.tsx';
import { bytesText } from './format.ts';
import styles from './export-button.module.css';

/** What becomes of an export: how far it is, or the file, or why there is none. */
export function ExportOutcome({ id, onAgain }: { id: string; onAgain(): void }) {
  const { t } = useWords();
  const answer = useExport(id);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  const made = answer.data;
  if (made === undefined) return <p className={styles.text}>{t('exports.waiting')}</p>;
  if (isUnderWay(made)) return <UnderWay made={made} />;
  if (made.state === 'completed') return <Ready made={made} />;
  return (
    <div className={styles.stack}>
      {made.problem === null ? (
        <p className={styles.text} role="status">
          {t(`exports.state.${made.state}`)}
        </p>
      ) : (
        <ErrorAlert error={made.problem} />
      )}
      <div className={styles.buttons}>
        <Button variant="default" size="sm" onClick={onAgain}>
          {t('exports.again')}
        </Button>
      </div>
    </div>
  );
}

function UnderWay({ made }: { made: ExportView }) {
  const { t } = useWords();
  const { cancel } = useExportActions();
  return (
    <div className={styles.stack}>
      <p className={styles.text} role="status">
        {progressText(made, t)}
      </p>
      <ExportProgress made={made} />
      <p className={styles.text}>{t('exports.making.here')}</p>
      <ErrorAlert error={cancel.error} />
      <div className={styles.buttons}>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconX size={15} />}
          onClick={() => void cancel.run(made.id)}
        >
          {t('action.cancel')}
        </Button>
      </div>
    </div>
  );
}

/** Full and moving where nobody knows how much there is. */
export function ExportProgress({ made }: { made: ExportView }) {
  const { t } = useWords();
  const { done = 0, total = null } = made.progress ?? {};
  const isKnown = total !== null && total > 0;
  return (
    <Progress
      value={isKnown ? (100 * done) / total : 100}
      animated={!isKnown}
      aria-label={t('exports.progress')}
    />
  );
}

export function progressText(
  { state, progress }: Pick<ExportView, 'state' | 'progress'>,
  t: ReturnType<typeof useWords>['t'],
): string {
  if (state === 'pending') return t('exports.waiting');
  const { done = 0, total = null } = progress ?? {};
  return total === null || total === 0 ? t('exports.making') : t('exports.making.rows', { done, total });
}

function Ready({ made }: { made: ExportView }) {
  const { t } = useWords();
  const { download, percent } = useExportActions();
  const { fileName, sizeBytes, filesMissing, charactersUnprinted, downloads } = made;
  return (
    <div className={styles.stack}>
      <GoodNews>
        {downloads > 0 && !download.busy
          ? t('exports.downloaded', { name: fileName ?? '' })
          : t('exports.ready', { name: fileName ?? '', size: bytesText(sizeBytes ?? 0) })}
      </GoodNews>
      {filesMissing > 0 ? (
        <p className={styles.text}>{t('exports.missing', { count: filesMissing })}</p>
      ) : null}
      {charactersUnprinted > 0 ? (
        <p className={styles.text}>{t('exports.unprinted', { count: charactersUnprinted })}.</p>
      ) : null}
      <ErrorAlert error={download.error} />
      <div className={styles.buttons}>
        <Button
          size="sm"
          leftSection={<IconDownload size={15} />}
          loading={download.busy}
          onClick={() => void download.run(made.id)}
        >
          {percent === null ? t('exports.download') : t('exports.downloading', { percent })}
        </Button>
      </div>
    </div>
  );
}
