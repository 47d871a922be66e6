import { Skeleton } from '@mantine/core';
import { useParams } from 'wouter';
import { useAnswerAbout } from '#renderer/shell/api/use-answer.ts';
import { useConsoleStatus } from '#renderer/shell/connection/console-store.ts';
import { useMay } from '#renderer/shell/use-may.ts';
import { useWords } from '#renderer/shell/words.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { RecordHistory } from '#renderer/ui/record-history.tsx';
import { FactsPanel } from '../parts/facts-panel.tsx';
import { ReachWarning } from '../parts/reach.tsx';
import { RightsPanel } from '../parts/rights-panel.tsx';
import { WhyPanel } from '../parts/why-panel.tsx';
import styles from '../people.module.css';
import { useReach } from '../use-people-api.ts';

/** One person: facts, rights with where they come from, and why. */
export function PersonPage() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const may = useMay();
  const own = useConsoleStatus()?.person?.id;
  const reached = useReach();
  const answer = useAnswerAbout('people.detail', { id });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Skeleton height={420} />;
  const person = answer.data;
  const isSelf = own === person.id;
  const reach = reached.get(person.id);
  return (
    <div className={pages.scroll}>
      <PageHeader title={person.name} note={t(`job.${person.jobProfile}`)}>
        {person.active ? null : <span className={styles.inactive}>{t('people.state.inactive')}</span>}
      </PageHeader>
      {reach?.isReachable === false ? <Unreachable name={person.name} isSelf={isSelf} /> : null}
      <div className={styles.columns}>
        <RightsPanel person={person} mayChange={may('people.manage') && !isSelf} />
        <div className={styles.stack}>
          <FactsPanel person={person} isSelf={isSelf} reach={reach} asOf={answer.dataUpdatedAt} />
          <WhyPanel key={person.id} personId={person.id} asOf={answer.dataUpdatedAt} />
          <RecordHistory record={{ collection: 'people', id: person.id }} />
        </div>
      </div>
    </div>
  );
}

/** NTF-7, where it is seen by who can do something about it. */
function Unreachable({ name, isSelf }: { name: string; isSelf: boolean }) {
  const { t } = useWords();
  return isSelf ? (
    <ReachWarning href="/notifications/preferences" link={t('people.unreachable.mend')}>
      {t('people.unreachable.own')}
    </ReachWarning>
  ) : (
    <ReachWarning href="/notifications/people" link={t('people.unreachable.more')}>
      {t('people.unreachable.text', { name })}
    </ReachWarning>
  );
}
