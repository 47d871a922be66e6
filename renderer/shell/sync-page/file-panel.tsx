import { Button } from '@mantine/core';
import { IconFileExport, IconFileImport } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { EXCHANGE_FILE_BYTES_MAX, EXCHANGE_FILE_ENDING } from '#shared/sync/exchange-file.ts';
import { DomainError } from '#shared/kernel/errors.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { saveFile } from '#renderer/ui/save-file.ts';
import { useAction } from '../api/use-action.ts';
import { fromBase64, toBase64 } from '../attachments/base64.ts';
import { connection } from '../connection/console-connection.ts';
import { GoodNews } from '../store-page/task-state.tsx';
import { t, useWords } from '../words.ts';
import styles from './sync-page.module.css';

/** The same exchange where there is no link: out on a stick, back on a stick. */
export function FilePanel({ isOffice }: { isOffice: boolean }) {
  const { t: word } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const [news, setNews] = useState<string | null>(null);
  const save = useAction(saveExchangeFile);
  const open = useAction(openExchangeFile);
  async function tell(work: Promise<string | undefined>): Promise<void> {
    setNews(null);
    setNews((await work) ?? null);
  }
  return (
    <Panel title={word('sync.file')}>
      <div className={styles.stack}>
        <p className={styles.text}>
          {word('sync.file.text')} {isOffice ? word('sync.file.office') : null}
        </p>
        <div className={styles.line} style={{ padding: 0 }}>
          <Button
            variant="default"
            leftSection={<IconFileExport size={15} />}
            loading={save.busy}
            onClick={() => void tell(save.run(undefined))}
          >
            {word('sync.file.save')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFileImport size={15} />}
            loading={open.busy}
            onClick={() => input.current?.click()}
          >
            {word('sync.file.open')}
          </Button>
          <input
            ref={input}
            type="file"
            hidden
            accept={EXCHANGE_FILE_ENDING}
            aria-label={word('sync.file.open')}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) void tell(open.run(file));
              // The same file chosen again is a change again.
              currentTarget.value = '';
            }}
          />
        </div>
        {news === null ? null : <GoodNews>{news}</GoodNews>}
        <ErrorAlert error={open.error ?? save.error} />
      </div>
    </Panel>
  );
}

async function saveExchangeFile(): Promise<string> {
  const { fileName, base64 } = await connection.api.sync.exportFile.mutate();
  download(fileName, base64);
  return t('sync.file.saved', { name: fileName });
}

async function openExchangeFile(file: File): Promise<string> {
  if (file.size > EXCHANGE_FILE_BYTES_MAX) {
    throw new DomainError({
      code: 'invalid-input',
      message: t('sync.file.tooLarge'),
      remedy: t('sync.file.tooLarge.remedy'),
    });
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const outcome = await connection.api.sync.importFile.mutate({ base64: toBase64(bytes) });
  if (outcome.kind === 'answered') {
    download(outcome.fileName, outcome.base64);
    return t('sync.file.answered', { name: outcome.fileName });
  }
  const { applied, rejected, recordsChanged: records } = outcome;
  return t('sync.file.takenIn', { applied, rejected, records });
}

function download(fileName: string, base64: string): void {
  saveFile(fileName, new Blob([fromBase64(base64)], { type: 'application/octet-stream' }));
}
