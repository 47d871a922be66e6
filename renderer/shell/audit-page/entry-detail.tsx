import type { JournalDetail } from '#shared/audit/journal-view.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Fact, Facts } from '#renderer/ui/facts.tsx';
import { absoluteText } from '#renderer/ui/relative-time.tsx';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';
import { FieldChanges } from './field-changes.tsx';
import { useJournalEntry } from './use-journal.ts';

export function EntryDetail({ seq, state }: { seq: number; state: string }) {
  const { t } = useWords();
  const answer = useJournalEntry(seq, state);
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <p className={styles.muted}>{t('audit.loading')}</p>;
  const entry = answer.data;
  return (
    <div className={styles.detail}>
      <Said entry={entry} />
      <Changes changes={entry.changes} />
      <Chain entry={entry} />
    </div>
  );
}

export function Changes({ changes }: Pick<JournalDetail, 'changes'>) {
  const { t } = useWords();
  if (changes.length === 0) return <p className={styles.muted}>{t('audit.noChange')}</p>;
  return changes.map((record) => {
    const name = `${record.kind} ${record.title ?? record.id}, ${t(`audit.op.${record.op}`)}`;
    return (
      <section key={`${record.collection}/${record.id}`} className={styles.record}>
        <h3 className={styles.recordTitle}>{name}</h3>
        <FieldChanges fields={record.fields} name={name} />
      </section>
    );
  });
}

export function Said({ entry: { label, changes } }: { entry: Pick<JournalDetail, 'label' | 'changes'> }) {
  const { t } = useWords();
  const params = Object.entries(label.params ?? {});
  if (changes.length > 0 || params.length === 0) return null;
  return (
    <section className={styles.record}>
      <h3 className={styles.recordTitle}>{t('audit.said')}</h3>
      <AlignedFacts facts={params} />
    </section>
  );
}

function Chain({ entry }: { entry: JournalDetail }) {
  const { t } = useWords();
  const site = useSite();
  const facts: readonly NamedFact[] = [
    [t('audit.column.when'), absoluteText(entry.at, site?.timeZone)],
    [t('audit.command'), entry.command],
    [t('audit.verdict'), useVerdict(entry)],
    [t('audit.device'), entry.deviceId],
    [t('audit.stamp'), entry.hlc],
    [t('audit.previousHash'), entry.previousHash],
    [t('audit.hash'), entry.hash],
  ];
  return (
    <section className={styles.record}>
      <h3 className={styles.recordTitle}>{t('audit.details')}</h3>
      <AlignedFacts facts={facts} />
    </section>
  );
}

export type NamedFact = readonly [name: string, value: string | number];

export function AlignedFacts({ facts }: { facts: readonly NamedFact[] }) {
  return (
    <Facts aligned>
      {facts.map(([name, value]) => (
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
    </Facts>
  );
}

export function useVerdict({ verdict, answeredAt }: Pick<JournalDetail, 'verdict' | 'answeredAt'>): string {
  const { t } = useWords();
  const site = useSite();
  if (verdict === null) return t('audit.verdict.none');
  const { status, code, message, version, settledBy } = verdict;
  const said =
    status === 'applied'
      ? t('audit.verdict.applied', { version: version ?? 0 })
      : t('audit.verdict.rejected', { code: code ?? status, message: message ?? '' });
  const when = answeredAt === null ? '' : absoluteText(answeredAt, site?.timeZone);
  const settled = settledBy === null ? '' : t('audit.verdict.settled', { name: settledBy });
  return [said, when, settled].filter(Boolean).join(' · ');
}
