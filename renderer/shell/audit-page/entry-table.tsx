import type { JournalItem } from '#shared/audit/journal-view.ts';
import tables from '../store-page/store-page.module.css';
import { useWords } from '../words.ts';
import { DEED_COLUMNS, DeedCells } from './deed-cells.tsx';
import { EntryDetail } from './entry-detail.tsx';
import { OpeningTable } from './opening-table.tsx';

const COLUMNS = [...DEED_COLUMNS, 'state'] as const;

/** Entries, newest first; each opens to what it changed. */
export function EntryTable({ items }: { items: readonly JournalItem[] }) {
  const { t } = useWords();
  return (
    <OpeningTable
      label={t('audit.title')}
      columns={COLUMNS}
      items={items}
      keyOf={({ seq }) => String(seq)}
      openText={({ seq }) => t('audit.open', { seq })}
      cells={(item) => <EntryCells item={item} />}
      detail={({ seq, state }) => <EntryDetail seq={seq} state={state} />}
    />
  );
}

function EntryCells({ item }: { item: JournalItem }) {
  const { t } = useWords();
  const { state } = item;
  return (
    <>
      <DeedCells deed={item} />
      <td className={tables.whole} data-refused={state !== 'pending' && state !== 'applied'}>
        {t(`audit.state.${state}`)}
      </td>
    </>
  );
}
