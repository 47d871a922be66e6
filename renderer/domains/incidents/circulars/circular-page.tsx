import { Skeleton } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, useParams } from 'wouter';
import type { Answer } from '#renderer/shell/api/questions.ts';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useSite } from '#renderer/shell/use-site.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { dateText, instantText } from '#renderer/ui/format.ts';
import pages from '#renderer/ui/pages.module.css';
import { Panel } from '#renderer/ui/panel.tsx';
import shared from '../incidents.module.css';
import styles from '../investigation.module.css';
import { AcknowledgeForm, WithdrawForm } from './answer-forms.tsx';
import { SitesTable } from './sites-table.tsx';

type Shown = Answer<'incidents.circular'>;

/** One circular: what it says, what the site is to do, and how the sites stand to it. */
export function CircularPage() {
  const { id = '' } = useParams();
  const answer = useAnswerAbout('incidents.circular', { id });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={320} radius={6} />;
  const shown = answer.data;
  const isOwnAlone = shown.own !== null && shown.sites.length === 1;
  return (
    <article className={pages.scroll} aria-labelledby="circular-title">
      <Head shown={shown} />
      <Standing shown={shown} />
      <Texts shown={shown} />
      {isOwnAlone ? null : <SitesTable sites={shown.sites} />}
      {shown.mayWithdraw ? <WithdrawForm circularId={shown.circular.id} /> : null}
    </article>
  );
}

function Head({ shown: { circular, from } }: { shown: Shown }) {
  const { t } = useWords();
  const site = useSite();
  const { title, issuedByName: name, issuedAt, dueAt } = circular;
  return (
    <header className={shared.head}>
      <div className={shared.headLine}>
        <Link href="/incidents/circulars" className={shared.back}>
          <IconChevronLeft size={15} aria-hidden="true" />
          {t('incidents.circulars.title')}
        </Link>
      </div>
      <h1 className={shared.headTitle} id="circular-title">
        {title}
      </h1>
      <p className={styles.itemNote}>
        <span>{t('incidents.circular.issued', { name, time: instantText(issuedAt, site?.timeZone) })}</span>
        {dueAt === null ? null : (
          <span>{t('incidents.circular.due', { time: dateText(dueAt, site?.timeZone) })}</span>
        )}
        {from === null ? null : (
          <span>
            {t('incidents.circular.from')}{' '}
            <Link href={`/incidents/${from.id}`}>
              {from.number} {from.title}
            </Link>
          </span>
        )}
      </p>
    </header>
  );
}

/** Whether it still holds, and what the own site has said to it or is to say. */
function Standing({ shown: { circular, own } }: { shown: Shown }) {
  const { t } = useWords();
  const site = useSite();
  const timeOf = (at: string) => instantText(at, site?.timeZone);
  return (
    <>
      {circular.withdrawnAt === null ? null : (
        <p className={styles.notice} role="note">
          {t('incidents.circular.withdrawnNote', {
            name: circular.withdrawnByName ?? '',
            time: timeOf(circular.withdrawnAt),
            because: circular.withdrawnBecause,
          })}
        </p>
      )}
      {own === null || own.acknowledgedAt === null ? null : (
        <p className={styles.notice} role="note">
          {t('incidents.circular.done', {
            name: own.acknowledgedByName ?? '',
            time: timeOf(own.acknowledgedAt),
          })}
          {own.note === '' ? null : <span>{own.note}</span>}
        </p>
      )}
      {own !== null && (own.state === 'waiting' || own.state === 'late') ? (
        <AcknowledgeForm own={own} />
      ) : null}
    </>
  );
}

function Texts({ shown: { circular } }: { shown: Shown }) {
  const { t } = useWords();
  return (
    <>
      <Panel title={t('incidents.circular.field.text')}>
        <p className={styles.outcome}>{circular.text}</p>
      </Panel>
      {circular.asked === '' ? null : (
        <Panel title={t('incidents.circular.asked')}>
          <p className={styles.outcome}>{circular.asked}</p>
        </Panel>
      )}
    </>
  );
}
