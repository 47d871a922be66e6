import type { JournalItem } from '#shared/audit/journal-view.ts';
import { RelativeTime } from '#renderer/ui/relative-time.tsx';
import tables from '../store-page/store-page.module.css';
import { useWords } from '../words.ts';

export const DEED_COLUMNS = ['when', 'who', 'what', 'event', 'records'] as const;

type Deed = Pick<JournalItem, 'at' | 'actor' | 'label' | 'event' | 'records' | 'recordCount'>;

/** When who did what to which records. */
export function DeedCells({ deed }: { deed: Deed }) {
  const { t, label } = useWords();
  const { at, actor, event, records, recordCount } = deed;
  const named = records.flatMap(({ title }) => title ?? []);
  const others = recordCount - named.length;
  return (
    <>
      <td className={tables.whole}>
        <RelativeTime at={at} />
      </td>
      <td>{actor.name === '' ? t('audit.console') : actor.name}</td>
      <td>{label(deed.label)}</td>
      <td className={tables.whole}>{t(`audit.event.${event}`)}</td>
      <td>
        {named.join(', ')} {named.length > 0 && others > 0 ? t('audit.more', { count: others }) : null}
      </td>
    </>
  );
}
