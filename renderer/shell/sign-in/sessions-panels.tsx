import { Button, NumberInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorAlert } from '#renderer/ui/error-alert.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Panel } from '#renderer/ui/panel.tsx';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import { useAction } from '../api/use-action.ts';
import { connection } from '../connection/console-connection.ts';
import { useConsoleStatus } from '../connection/console-store.ts';
import styles from '../store-page/store-page.module.css';
import { useWords } from '../words.ts';

type SessionList = Awaited<ReturnType<typeof connection.api.session.list.query>>;
type Whose = 'own' | 'all';

const ASK_AGAIN_MS = 30_000;

/** Who is signed in where, since when, and how earlier sign-ins ended. */
export function SessionsPanel({ whose }: { whose: Whose }) {
  const { t } = useWords();
  const client = useQueryClient();
  const answer = useQuery({
    queryKey: ['session', whose],
    queryFn: () =>
      whose === 'own' ? connection.api.session.list.query() : connection.api.session.listAll.query(),
    refetchInterval: ASK_AGAIN_MS,
  });
  const end = useAction(endSession);
  const others = useAction(endOthers);
  const again = () => void client.invalidateQueries({ queryKey: ['session'] });
  const list = answer.data;
  const isAlone = (list?.live.length ?? 0) < 2;
  return (
    <Panel title={t(whose === 'own' ? 'sessions.own' : 'sessions.all')}>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {list === undefined ? null : (
        <LiveTable list={list} onEnd={(id) => void end.run({ id, whose }).then(again)} />
      )}
      <ErrorAlert error={end.error ?? others.error} />
      {whose === 'own' && !isAlone ? (
        <Button mt={10} size="xs" variant="default" onClick={() => void others.run(undefined).then(again)}>
          {t('sessions.endOthers')}
        </Button>
      ) : null}
      {list === undefined || list.ended.length === 0 ? null : <EndedTable list={list} />}
    </Panel>
  );
}

function LiveTable({ list, onEnd }: { list: SessionList; onEnd(id: string): void }) {
  const { t } = useWords();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('sessions.person')}</th>
          <th scope="col">{t('sessions.where')}</th>
          <th scope="col">{t('sessions.state')}</th>
          <th scope="col">{t('sessions.since')}</th>
          <th scope="col">{t('sessions.seen')}</th>
          <th scope="col">{t('sessions.actions')}</th>
        </tr>
      </thead>
      <tbody>
        {list.live.map((one) => (
          <tr key={one.id}>
            <td>{one.personName}</td>
            <td>
              {t(`sessions.${one.kind}`)}
              {one.isHere ? ` (${t('sessions.here')})` : ''}
            </td>
            <td>{t(`sessions.${one.state}`)}</td>
            <td>
              <RelativeTime at={one.signedInAt} />
            </td>
            <td>
              <RelativeTime at={one.lastSeenAt} />
            </td>
            <td>
              {one.isHere ? null : (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={t('sessions.end.of', {
                    name: one.personName,
                    where: t(`sessions.${one.kind}`),
                  })}
                  onClick={() => onEnd(one.id)}
                >
                  {t('sessions.end')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function EndedTable({ list }: { list: SessionList }) {
  const { t } = useWords();
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={t('sessions.ended')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('sessions.person')}</th>
            <th scope="col">{t('sessions.where')}</th>
            <th scope="col">{t('sessions.since')}</th>
            <th scope="col">{t('sessions.ended')}</th>
            <th scope="col">{t('sessions.how')}</th>
          </tr>
        </thead>
        <tbody>
          {list.ended.map((one) => (
            <tr key={one.id}>
              <td>{one.personName}</td>
              <td>{t(`sessions.${one.kind}`)}</td>
              <td>
                <RelativeTime at={one.signedInAt} />
              </td>
              <td>
                <RelativeTime at={one.endedAt} />
              </td>
              <td>{t(`sessions.how.${one.how}`, { name: one.endedByName ?? '' })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** For this console: how long it waits for somebody before it locks. */
export function LockAfter() {
  const { t } = useWords();
  const minutes = useConsoleStatus()?.session.lockAfterMinutes ?? 15;
  const [typed, setTyped] = useState<string | number>(minutes);
  const save = useAction(setLockAfter);
  const [isSaved, setIsSaved] = useState(false);
  return (
    <form
      className={styles.row}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsSaved(false);
        void save.run({ minutes: Number(typed) }).then((done) => setIsSaved(done === true));
      }}
    >
      <NumberInput label={t('sessions.lockAfter')} min={1} max={60} value={typed} onChange={setTyped} />
      <Button type="submit" size="sm" variant="default" loading={save.busy} mt={24}>
        {t('sessions.lockAfter.save')}
      </Button>
      <span role="status">{isSaved ? t('sessions.lockAfter.saved') : ''}</span>
      <ErrorAlert error={save.error} />
    </form>
  );
}

async function setLockAfter(input: { minutes: number }): Promise<true> {
  await connection.api.session.setLockAfter.mutate(input);
  return true;
}

function endSession({ id, whose }: { id: string; whose: Whose }) {
  const { session } = connection.api;
  return whose === 'own' ? session.end.mutate({ id }) : session.endAny.mutate({ id });
}

function endOthers() {
  return connection.api.session.endOthers.mutate();
}
