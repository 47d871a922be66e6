import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalculator } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useCallback } from 'react';
import type { AppRouter } from '#host/api/router.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { relativeText } from '#renderer/ui/relative-time.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useHostNow } from '../connection/use-host-now.ts';
import { useWords } from '../words.ts';
import styles from './store-page.module.css';
import { GoodNews } from './task-state.tsx';
import { CountedProgress } from '#renderer/ui/counted-progress.tsx';

type Recount = inferRouterOutputs<AppRouter>['statistics']['recount'];

const KEY = ['statistics.recount'];
const WORKING_MS = 400;
const RESTING_MS = 30_000;

/** Figures that are kept beside the records: how they are counted anew when somebody doubts them. */
export function StatisticsPanel() {
  const { t } = useWords();
  const { data: recount = null } = useQuery({
    queryKey: KEY,
    queryFn: () => connection.api.statistics.recount.query(),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WORKING_MS : RESTING_MS),
  });
  return (
    <Panel title={t('store.statistics')}>
      <div className={styles.work}>
        <p className={styles.text}>{t('store.statistics.text')}</p>
        <Recalculate isRunning={recount?.state === 'running'} />
        <RecountState recount={recount} />
      </div>
    </Panel>
  );
}

function Recalculate({ isRunning }: { isRunning: boolean }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [asking, ask] = useDisclosure(false);
  const { run, busy, error } = useAction(
    useCallback(async () => {
      await connection.api.statistics.recalculate.mutate();
      await client.invalidateQueries({ queryKey: KEY });
    }, [client]),
  );
  const confirm = () => {
    ask.close();
    void run(undefined);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconCalculator size={15} />}
        loading={busy || isRunning}
        onClick={ask.open}
      >
        {t('store.statistics.again')}
      </Button>
      <ErrorAlert error={error} />
      <Modal opened={asking} onClose={ask.close} title={t('store.statistics.ask')} centered>
        <p>{t('store.statistics.ask.text')}</p>
        <p className={styles.text}>{t('store.statistics.ask.safe')}</p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={ask.close}>
            {t('action.cancel')}
          </Button>
          <Button leftSection={<IconCalculator size={15} />} onClick={confirm}>
            {t('store.statistics.confirm')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function RecountState({ recount }: { recount: Recount }) {
  const { t } = useWords();
  const now = useHostNow();
  if (recount === null) return <p className={styles.text}>{t('store.never')}</p>;
  const { state, startedAt, endedAt, total, done } = recount;
  if (state === 'done') {
    const when = relativeText(endedAt ?? startedAt, now);
    return <GoodNews>{t('store.statistics.done', { when, count: total })}</GoodNews>;
  }
  return (
    <>
      <CountedProgress done={done} total={total} label={t('store.statistics.progress')} />
      <p className={styles.text} role="status">
        {t('store.statistics.running', { done, total })}
      </p>
    </>
  );
}
