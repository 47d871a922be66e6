import type { CompanyItem } from '#shared/audit/company-view.ts';
import { absoluteText } from '#renderer/ui/relative-time.tsx';
import tables from '../store-page/store-page.module.css';
import { useSite } from '../use-site.ts';
import { useWords } from '../words.ts';
import styles from './audit-page.module.css';
import { DEED_COLUMNS, DeedCells } from './deed-cells.tsx';
import { AlignedFacts, Changes, type NamedFact, Said, useVerdict } from './entry-detail.tsx';
import { OpeningTable } from './opening-table.tsx';

const COLUMNS = ['console', ...DEED_COLUMNS, 'state', 'proof'] as const;

/** Entries of many consoles; each opens to what it set. */
export function CompanyTable({ items }: { items: readonly CompanyItem[] }) {
  const { t } = useWords();
  return (
    <OpeningTable
      label={t('audit.of.company')}
      columns={COLUMNS}
      items={items}
      keyOf={({ deviceId, seq }) => `${deviceId}/${seq}`}
      openText={({ seq, deviceName }) => t('audit.open.at', { seq, name: deviceName })}
      cells={(item) => <CompanyCells item={item} />}
      detail={(item) => <CompanyEntry item={item} />}
    />
  );
}

function CompanyCells({ item }: { item: CompanyItem }) {
  const { t } = useWords();
  const { state, deviceName, siteName, link } = item;
  return (
    <>
      <td>{t('audit.console.at', { name: deviceName, site: siteName })}</td>
      <DeedCells deed={item} />
      <td className={tables.whole} data-refused={state !== 'applied'}>
        {t(`audit.state.${state}`)}
      </td>
      <td className={tables.whole} data-refused={link === 'broken'}>
        {t(`audit.link.${link}`)}
      </td>
    </>
  );
}

function CompanyEntry({ item }: { item: CompanyItem }) {
  const { t } = useWords();
  const zone = useSite()?.timeZone;
  const facts: readonly NamedFact[] = [
    [t('audit.column.when'), absoluteText(item.at, zone)],
    [t('audit.received'), absoluteText(item.receivedAt, zone)],
    [t('audit.command'), item.command],
    [t('audit.verdict'), useVerdict({ verdict: item.verdict, answeredAt: null })],
    [t('audit.device'), item.deviceId],
  ];
  return (
    <div className={styles.detail}>
      <Said entry={item} />
      <Changes changes={item.changes} />
      <AlignedFacts facts={facts} />
    </div>
  );
}
