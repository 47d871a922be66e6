import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { connection } from '../connection/console-connection.ts';
import { GoodNews } from '../store-page/task-state.tsx';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';
import { JobProgressLine } from './job-progress-line.tsx';
import { useJobStream } from './use-job-stream.ts';

type Verdict =
  | { readonly sound: true; readonly entries: number }
  | { readonly sound: false; readonly badSeq: number };
type Listener = Parameters<typeof connection.api.audit.verify.subscribe>[1];

export function ChainPanel() {
  const { t } = useWords();
  const { state, start, cancel } = useJobStream<undefined, Verdict>(verifyChain);
  return (
    <Panel title={t('audit.verify')}>
      <div className={styles.stack}>
        <p className={styles.muted}>{t('audit.verify.text')}</p>
        {state.phase === 'running' ? (
          <JobProgressLine text={t('audit.verify.running', { percent: state.percent })} onCancel={cancel} />
        ) : (
          <Button variant="default" leftSection={<IconLink size={15} />} onClick={() => start(undefined)}>
            {t('audit.verify')}
          </Button>
        )}
        {state.phase === 'failed' ? <ErrorAlert error={state.error} /> : null}
        {state.phase === 'done' ? <Outcome verdict={state.result} /> : null}
      </div>
    </Panel>
  );
}

function verifyChain(_input: undefined, listener: Listener) {
  return connection.api.audit.verify.subscribe(undefined, listener);
}

function Outcome({ verdict }: { verdict: Verdict }) {
  const { t } = useWords();
  if (verdict.sound) return <GoodNews>{t('audit.verify.sound', { count: verdict.entries })}</GoodNews>;
  return (
    <ErrorAlert
      error={{
        code: 'chain-broken',
        message: t('audit.verify.broken', { seq: verdict.badSeq }),
        remedy: t('audit.verify.broken.remedy'),
      }}
    />
  );
}
