import { Progress, Skeleton } from '@mantine/core';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import { useWords } from '../words.ts';
import { ColumnsPanel } from './columns-panel.tsx';
import { FilePanel } from './file-panel.tsx';
import { FoundPanel } from './found-panel.tsx';
import styles from './import-page.module.css';
import { OutcomePanel } from './outcome-panel.tsx';
import { ProblemsPanel } from './problems-panel.tsx';
import { type ImportView, isUnderWay, useCurrentImport, useImportActions } from './use-import.ts';
import { CancelButton } from './cancel-button.tsx';

/** Brings people in from a table: a file, what is wrong with it, a confirmation, what became of it. */
export function ImportPage() {
  const { t } = useWords();
  const current = useCurrentImport();
  return (
    <div className={pages.scroll}>
      <PageHeader title={t('import.people.title')} note={t('import.people.note')} />
      {current.isError ? <ErrorState error={current.error} onRetry={() => void current.refetch()} /> : null}
      {current.isPending ? <Skeleton height={160} /> : null}
      {current.isSuccess ? <Steps view={current.data} /> : null}
    </div>
  );
}

function Steps({ view }: { view: ImportView | null }) {
  const actions = useImportActions();
  if (view !== null && isUnderWay(view)) return <UnderWay view={view} actions={actions} />;
  if (view?.outcome) return <OutcomePanel view={view} actions={actions} />;
  return (
    <>
      <FilePanel actions={actions} isAnother={view !== null} />
      <ErrorAlert error={view?.problem ?? null} />
      {view?.checked ? (
        <>
          <FoundPanel view={view} actions={actions} />
          <ProblemsPanel importId={view.id} />
        </>
      ) : (
        <ColumnsPanel />
      )}
    </>
  );
}

function UnderWay({ view, actions }: { view: ImportView; actions: ReturnType<typeof useImportActions> }) {
  const { t } = useWords();
  const { progress, state } = view;
  const done = progress?.done ?? 0;
  const total = progress?.total ?? view.checked?.rightRows ?? 0;
  const texts = {
    checking: t('import.checking', { count: done }),
    applying: t('import.applying', { done, total }),
    undoing: t('import.undoing', { done, total }),
  };
  const text = state === 'checking' || state === 'undoing' ? texts[state] : texts.applying;
  const isOpenEnded = state === 'checking' || total === 0;
  return (
    <Panel title={view.fileName}>
      <div className={styles.stack}>
        <p className={styles.text} role="status">
          {text}
        </p>
        <Progress value={isOpenEnded ? 100 : (100 * done) / total} animated={isOpenEnded} aria-label={text} />
        <div className={styles.buttons}>
          <CancelButton importId={view.id} actions={actions} />
        </div>
        <ErrorAlert error={actions.step.error} />
      </div>
    </Panel>
  );
}
