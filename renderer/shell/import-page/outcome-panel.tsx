import { Button, Modal, Skeleton } from '@mantine/core';
import { IconArrowBackUp, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { useAction } from '../api/use-action.ts';
import { goTo } from '../hash-location.ts';
import { t as word, useWords } from '../words.ts';
import styles from './import-page.module.css';
import { Pager } from './pager.tsx';
import { saveTable } from './save-table.ts';
import { allLines, type ImportLine, type ImportView, type useImportActions, useLines } from './use-import.ts';

type OutcomePanelProps = { view: ImportView; actions: ReturnType<typeof useImportActions> };

/** What became of each line, the passphrases that were made, and the way back. */
export function OutcomePanel({ view, actions }: OutcomePanelProps) {
  const { t } = useWords();
  const { outcome, id } = view;
  const save = useAction(useCallback(() => saveHandOuts(id), [id]));
  if (outcome === null) return null;
  const { handOuts } = outcome;
  const counts = (['done', 'refused', 'notDone', 'undone'] as const).filter((name) => outcome[name] > 0);
  return (
    <>
      <Panel title={t('import.outcome', { fileName: view.fileName })}>
        <div className={styles.stack}>
          <div role="status">
            <ul className={styles.facts}>
              {counts.map((name) => (
                <li key={name}>{t(`import.outcome.${name}`, { count: outcome[name] })}</li>
              ))}
            </ul>
          </div>
          {handOuts > 0 ? <p className={styles.text}>{t('import.handOuts', { count: handOuts })}</p> : null}
          <div className={styles.buttons}>
            {handOuts > 0 ? (
              <>
                <Button leftSection={<IconPrinter size={15} />} onClick={() => window.print()}>
                  {t('import.print')}
                </Button>
                <Button
                  variant="default"
                  leftSection={<IconDownload size={15} />}
                  loading={save.busy}
                  onClick={() => void save.run(undefined)}
                >
                  {t('import.handOuts.save')}
                </Button>
              </>
            ) : null}
            <Endings view={view} actions={actions} />
          </div>
          <ErrorAlert error={view.problem ?? actions.step.error ?? save.error} />
        </div>
      </Panel>
      <LinesPanel view={view} />
    </>
  );
}

/** Takes everything back, or is done with it. Both are asked about where something is lost. */
function Endings({ view, actions: { step } }: OutcomePanelProps) {
  const { t } = useWords();
  const [asks, setAsks] = useState<'undo' | 'discard' | null>(null);
  const done = view.outcome?.done ?? 0;
  const handOuts = view.outcome?.handOuts ?? 0;
  const act = async (what: 'undo' | 'discard') => {
    setAsks(null);
    const isDone = await step.run({ what, importId: view.id });
    if (isDone && what === 'discard') goTo('/people');
  };
  return (
    <>
      {done > 0 ? (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={15} />}
          loading={step.busy}
          onClick={() => setAsks('undo')}
        >
          {t('import.undo')}
        </Button>
      ) : null}
      <Button
        variant={handOuts > 0 ? 'default' : 'filled'}
        onClick={() => (handOuts > 0 ? setAsks('discard') : void act('discard'))}
      >
        {t('import.finish')}
      </Button>
      <Modal
        opened={asks !== null}
        onClose={() => setAsks(null)}
        title={t(asks === 'undo' ? 'import.undo.title' : 'import.finish.title')}
      >
        <div className={styles.stack}>
          <p className={styles.text}>
            {asks === 'undo' ? t('import.undo.text', { count: done }) : t('import.finish.text')}
          </p>
          <div className={styles.buttons}>
            <Button variant="default" onClick={() => setAsks(null)}>
              {t('action.cancel')}
            </Button>
            <Button color="red" onClick={() => void act(asks ?? 'discard')}>
              {t(asks === 'undo' ? 'import.undo' : 'import.finish.confirm')}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  );
}

function LinesPanel({ view }: { view: ImportView }) {
  const { t } = useWords();
  const [after, setAfter] = useState(0);
  const answer = useLines(view.id, after, JSON.stringify(view.outcome));
  return (
    <Panel title={t('import.lines')} flush>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={160} radius={0} /> : null}
      {answer.isSuccess ? (
        <>
          <div className={styles.scroller}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t('import.problems.line')}</th>
                  <th scope="col">{t('import.lines.title')}</th>
                  <th scope="col">{t('import.lines.state')}</th>
                  <th scope="col">{t('import.lines.handOut')}</th>
                </tr>
              </thead>
              <tbody>
                {answer.data.lines.map((line) => (
                  <tr key={line.line}>
                    <td className={styles.number}>{line.line}</td>
                    <td>{line.title}</td>
                    <td>{outcomeText(line)}</td>
                    <td className={styles.secret}>{line.handOut ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager after={after} total={answer.data.total} onPage={setAfter} />
        </>
      ) : null}
    </Panel>
  );
}

function outcomeText({ state, reason, remedy }: ImportLine): string {
  return [word(`import.state.${state}`), reason, remedy].filter((part) => part !== null).join('. ');
}

async function saveHandOuts(importId: string): Promise<void> {
  const lines = (await allLines(importId)).filter(({ handOut }) => handOut !== null);
  const head = [word('import.lines.title'), word('import.lines.handOut')];
  saveTable('fairlead-passphrases.csv', [head, ...lines.map(({ title, handOut }) => [title, handOut])]);
}
