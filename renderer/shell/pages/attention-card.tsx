import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRefresh, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#host/api/router.ts';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import formStyles from '#renderer/ui/form.module.css';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './attention.module.css';
import { carriedValues } from './carried-values.ts';

type AttentionItem = inferRouterOutputs<AppRouter>['sync']['attention'][number];

export function AttentionCard({ item }: { item: AttentionItem }) {
  const { t, label } = useWords();
  const [asking, ask] = useDisclosure(false);
  const retry = useSettle(item.seq, 'retry');
  const discard = useSettle(item.seq, 'discard');
  const text = label(item.label);
  return (
    <section className={styles.card} aria-label={text}>
      <div className={styles.head}>
        <h2 className={styles.title}>{text}</h2>
        <span className={styles.by}>
          {item.actorName || t('attention.unknownActor')}, <RelativeTime at={item.at} />
        </span>
      </div>
      <ErrorAlert error={{ code: item.code, message: item.message }} />
      <Carried item={item} />
      {item.canRetry ? null : <p className={styles.lost}>{t('attention.lost')}</p>}
      <ErrorAlert error={retry.error} />
      <div className={formStyles.buttons}>
        <Button variant="default" leftSection={<IconTrash size={15} />} onClick={ask.open}>
          {t('attention.discard')}
        </Button>
        {item.canRetry ? (
          <Button
            leftSection={<IconRefresh size={15} />}
            loading={retry.busy}
            onClick={() => void retry.run(undefined)}
          >
            {t('attention.retry')}
          </Button>
        ) : null}
      </div>
      <Modal opened={asking} onClose={ask.close} title={t('attention.discard.title')}>
        <p>{t('attention.discard.text', { label: text })}</p>
        <ErrorAlert error={discard.error} />
        <div className={formStyles.buttons}>
          <Button variant="default" onClick={ask.close}>
            {t('action.cancel')}
          </Button>
          <Button color="red" loading={discard.busy} onClick={() => void discard.run(undefined)}>
            {t('attention.discard.confirm')}
          </Button>
        </div>
      </Modal>
    </section>
  );
}

/** Folded: read only when the sentence above is not enough. */
function Carried({ item }: { item: AttentionItem }) {
  const { t } = useWords();
  const values = carriedValues(item.values, useSite()?.timeZone);
  if (values.length === 0) return null;
  return (
    <details>
      <summary>{t('attention.values')}</summary>
      <dl className={styles.values}>
        {values.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function useSettle(seq: number, way: 'retry' | 'discard') {
  const client = useQueryClient();
  const settle = useCallback(async () => {
    await connection.api.sync[way].mutate({ seq });
    await client.invalidateQueries({ queryKey: ['sync.attention'] });
  }, [client, seq, way]);
  return useAction<undefined, void>(settle);
}
