import { Button } from '@mantine/core';
import { IconFileCertificate, IconShieldCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ExportKind } from '#shared/audit/export-format.ts';
import type { JournalFilter } from '#shared/audit/journal-view.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { saveFile } from '#renderer/ui/save-file.ts';
import { useAction } from '../api/use-action.ts';
import { fromBase64 } from '../attachments/base64.ts';
import { connection } from '../connection/console-connection.ts';
import { GoodNews } from '../store-page/task-state.tsx';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';
import { JobProgressLine } from './job-progress-line.tsx';
import { useJobStream } from './use-job-stream.ts';

type Made = {
  readonly id: string;
  readonly fileName: string;
  readonly entries: number;
  readonly firstBadSeq: number | null;
};
type Asked = { readonly kind: ExportKind; readonly filter: JournalFilter };
type Listener = Parameters<typeof connection.api.audit.export.subscribe>[1];

const VERIFIER = 'verify-journal.html';

export function ExportPanel({ filter }: { filter: JournalFilter }) {
  const { t } = useWords();
  const { state, start, cancel } = useJobStream<Asked, Made>(exportJournal);
  const save = useAction(saveMade);
  const verifier = useAction(saveVerifier);
  const [saved, setSaved] = useState<Made | null>(null);
  const made = state.phase === 'done' ? state.result : null;
  const { run } = save;
  useEffect(() => {
    if (made === null) return;
    void run(made).then((done) => setSaved(done ?? null));
  }, [made, run]);
  const begin = (kind: ExportKind) => {
    setSaved(null);
    start({ kind, filter });
  };
  return (
    <Panel title={t('audit.export')}>
      <div className={styles.stack}>
        <p className={styles.muted}>{t('audit.export.text')}</p>
        {state.phase === 'running' ? (
          <JobProgressLine text={t('audit.export.running', { percent: state.percent })} onCancel={cancel} />
        ) : (
          <div className={styles.running}>
            {(['json', 'csv'] as const).map((kind) => (
              <Button
                key={kind}
                variant="default"
                leftSection={<IconFileCertificate size={15} />}
                loading={save.busy}
                onClick={() => begin(kind)}
              >
                {t(`audit.export.${kind}`)}
              </Button>
            ))}
            <Button
              variant="subtle"
              leftSection={<IconShieldCheck size={15} />}
              loading={verifier.busy}
              onClick={() => void verifier.run(undefined)}
            >
              {t('audit.export.verifier')}
            </Button>
          </div>
        )}
        {state.phase === 'failed' ? <ErrorAlert error={state.error} /> : null}
        <ErrorAlert error={save.error ?? verifier.error} />
        {saved === null ? null : <Saved made={saved} />}
      </div>
    </Panel>
  );
}

function Saved({ made: { entries, fileName, firstBadSeq } }: { made: Made }) {
  const { t } = useWords();
  return (
    <>
      <GoodNews>{t('audit.export.saved', { count: entries, name: fileName })}</GoodNews>
      {firstBadSeq === null ? null : (
        <ErrorAlert
          error={{
            code: 'chain-broken',
            message: t('audit.export.broken', { seq: firstBadSeq }),
            remedy: t('audit.verify.broken.remedy'),
          }}
        />
      )}
    </>
  );
}

function exportJournal(asked: Asked, listener: Listener) {
  return connection.api.audit.export.subscribe(asked, listener);
}

/** Fetched piece by piece; the host needs its copy no longer then. */
async function saveMade(made: Made): Promise<Made> {
  const { readExport, discardExport } = connection.api.audit;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; ; ) {
    const { base64, sizeBytes } = await readExport.query({ id: made.id, offset });
    const bytes = fromBase64(base64);
    pieces.push(bytes);
    offset += bytes.length;
    if (offset >= sizeBytes || bytes.length === 0) break;
  }
  saveFile(made.fileName, new Blob(pieces));
  await saveVerifier();
  await discardExport.mutate({ id: made.id });
  return made;
}

async function saveVerifier(): Promise<void> {
  const { journalVerifierPage } = await import('./journal-verifier-page.ts');
  saveFile(VERIFIER, new Blob([journalVerifierPage()], { type: 'text/html' }));
}
