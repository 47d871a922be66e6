import { Button, Skeleton } from '@mantine/core';
import type { FormerItem } from '#shared/audit/former-view.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import audit from '../audit-page/audit-page.module.css';
import { DEED_COLUMNS, DeedCells } from '../audit-page/deed-cells.tsx';
import { AlignedFacts, Changes, Said, useVerdict } from '../audit-page/entry-detail.tsx';
import { OpeningTable } from '../audit-page/opening-table.tsx';
import tables from '../store-page/store-page.module.css';
import sync from '../sync-page/sync-page.module.css';
import { useWords } from '../words.ts';
import { useFormerEntries } from './use-devices.ts';

const COLUMNS = [...DEED_COLUMNS, 'state', 'proof'] as const;

/** What was done at this console under an identity it gave up. */
export function FormerEntries({ deviceId }: { deviceId: string }) {
  const { t } = useWords();
  const answer = useFormerEntries(deviceId);
  const items = answer.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {answer.isError ? <ErrorState error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isPending ? <Skeleton height={120} radius={0} /> : null}
      {items.length === 0 ? null : (
        <OpeningTable
          label={t('devices.former.entriesOf', { id: deviceId })}
          columns={COLUMNS}
          items={items}
          keyOf={({ seq }) => String(seq)}
          openText={({ seq }) => t('audit.open', { seq })}
          cells={(item) => <Cells item={item} />}
          detail={(item) => <Detail item={item} />}
        />
      )}
      {answer.hasNextPage ? (
        <div className={sync.line} data-below="true">
          <Button
            variant="default"
            loading={answer.isFetchingNextPage}
            onClick={() => void answer.fetchNextPage()}
          >
            {t('audit.older')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Cells({ item }: { item: FormerItem }) {
  const { t } = useWords();
  const { state, link } = item;
  return (
    <>
      <DeedCells deed={item} />
      <td className={tables.whole}>{t(`audit.state.${state}`)}</td>
      <td className={tables.whole} data-refused={link === 'broken'}>
        {t(`audit.link.${link}`)}
      </td>
    </>
  );
}

function Detail({ item }: { item: FormerItem }) {
  const { t } = useWords();
  return (
    <div className={audit.detail}>
      <Said entry={item} />
      <Changes changes={item.changes} />
      <AlignedFacts
        facts={[
          [t('audit.command'), item.command],
          [t('audit.verdict'), useVerdict(item)],
        ]}
      />
    </div>
  );
}
