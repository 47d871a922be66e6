import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileZip, IconStethoscope } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { bytesText } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/panel.tsx';
import pages from '#renderer/ui/pages.module.css';
import { saveFile } from '#renderer/ui/save-file.ts';
import { useAction } from '../api/use-action.ts';
import { fromBase64 } from '../attachments/base64.ts';
import { connection } from '../connection/console-connection.ts';
import { useWords } from '../words.ts';
import { SettingsHeader } from './settings-header.tsx';
import styles from './settings.module.css';

type Prepared = Awaited<ReturnType<typeof connection.api.diagnostics.prepare.mutate>>;

/** What is saved is what was shown, to the letter. */
export function DiagnosticsPage() {
  const { t } = useWords();
  const [prepared, setPrepared] = useState<Prepared | null>(null);
  const prepare = useAction(
    useCallback(async () => setPrepared(await connection.api.diagnostics.prepare.mutate()), []),
  );
  const save = useAction(
    useCallback(
      async (id: string) => {
        const { fileName, base64 } = await connection.api.diagnostics.save.mutate({ id });
        saveFile(fileName, new Blob([fromBase64(base64)], { type: 'application/zip' }));
        notifications.show({ message: t('settings.diagnostics.saved', { name: fileName }) });
      },
      [t],
    ),
  );
  return (
    <div className={pages.scroll}>
      <SettingsHeader title={t('settings.diagnostics')} />
      <div className={styles.work}>
        <p className={pages.lead}>{t('settings.diagnostics.about')}</p>
        <div className={pages.filters}>
          <Button
            variant={prepared === null ? 'filled' : 'default'}
            leftSection={<IconStethoscope size={15} />}
            loading={prepare.busy}
            onClick={() => void prepare.run(undefined)}
          >
            {t(prepared === null ? 'settings.diagnostics.prepare' : 'settings.diagnostics.again')}
          </Button>
          {prepared === null ? null : (
            <Button
              leftSection={<IconFileZip size={15} />}
              loading={save.busy}
              onClick={() => void save.run(prepared.id)}
            >
              {t('settings.diagnostics.save')}
            </Button>
          )}
        </div>
        <ErrorAlert error={prepare.error ?? save.error} />
      </div>
      {prepared === null ? null : <Contents files={prepared.files} />}
    </div>
  );
}

function Contents({ files }: Pick<Prepared, 'files'>) {
  const { t } = useWords();
  return (
    <Panel title={t('settings.diagnostics.contents')}>
      {files.map(({ name, sizeBytes, text }) => (
        <details key={name} className={styles.files}>
          <summary>
            {name} · {bytesText(sizeBytes)}
          </summary>
          {/* A person with a keyboard scrolls it. */}
          <pre className={styles.file} tabIndex={0} aria-label={name}>
            {text === '' ? t('settings.diagnostics.empty') : text}
          </pre>
        </details>
      ))}
    </Panel>
  );
}
