import { PageHeader } from '#renderer/ui/page-header.tsx';
import pages from '#renderer/ui/pages.module.css';
import { JoinForm } from '../first-run/join-form.tsx';
import { goTo } from '../hash-location.ts';
import { useWords } from '../words.ts';

/** Connects a site that started without a server to its company; asks the same as the first run. */
export function JoinPage() {
  const { t } = useWords();
  const leave = () => goTo('/');
  return (
    <div className={pages.narrow}>
      <PageHeader title={t('firstRun.join')} />
      <p className={pages.lead}>{t('join.later')}</p>
      <JoinForm onBack={leave} onJoined={leave} />
    </div>
  );
}
